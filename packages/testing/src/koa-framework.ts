import { handleWebhook, verifyWebhook } from '@postern/koa'
import type Koa from 'koa3'
import bodyParser from 'koa-bodyparser'
import { acknowledge, type Framework, type RouteAnswer } from './framework.js'
import { listen } from './listen.js'

/** Koa, of the major version given. */
export function koaFramework(name: 'Koa 2' | 'Koa 3', Application: typeof Koa): Framework {
  return {
    name,
    listen({ options, route = acknowledge, handler, onError, bodyParser: parser, trustProxy }) {
      const app = new Application()
      app.proxy = trustProxy === true
      // Without a listener Koa prints the error; what it answers is the same.
      app.on('error', () => undefined)
      if (onError !== undefined) app.use(handleErrors(onError))
      if (parser === 'keeps the bytes') app.use(bodyParser())
      if (parser === 'keeps nothing') app.use(readBody)
      if (handler === undefined) app.use(verifyWebhook(options))
      else app.use(handleWebhook(options ?? {}, handler))
      app.use((context) => route(context.state.webhook, answerOf(context), context.request.body))
      const callback = app.callback()
      return listen((request, response) => void callback(request, response))
    },
  }
}

function handleErrors(onError: (error: unknown) => void): Koa.Middleware {
  return async function handleError(context, next) {
    try {
      await next()
    } catch (error) {
      onError(error)
      context.status = 418
    }
  }
}

const readBody: Koa.Middleware = async function readBody(context, next) {
  const chunks: Buffer[] = []
  for await (const chunk of context.req) chunks.push(chunk as Buffer)
  context.request.body = JSON.parse(Buffer.concat(chunks).toString()) as unknown
  await next()
}

function answerOf(context: Koa.Context): RouteAnswer {
  return {
    response: context.res,
    status(status) {
      context.status = status
    },
    empty() {
      context.body = ''
    },
    json(value, status = 200) {
      context.status = status
      context.body = value
    },
    pipe(source) {
      context.body = source
    },
    hijack(write) {
      context.respond = false
      write(context.res)
    },
  }
}
