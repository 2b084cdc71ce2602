import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { handleWebhook, verifyWebhook } from '@postern/fastify'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { acknowledge, type App, type Framework, type RouteAnswer } from './framework.js'

/** Fastify, with the webhook route in a scope of its own. */
export const fastifyFramework: Framework = {
  name: 'Fastify 5',
  async listen({ options, route = acknowledge, handler, onError, bodyParser, trustProxy }) {
    const app = fastify({ trustProxy: trustProxy === true, forceCloseConnections: true })
    if (bodyParser !== undefined) readBodies(app, bodyParser)
    if (onError !== undefined) {
      app.setErrorHandler((error, _request, reply) => {
        onError(error)
        return reply.code(418).send()
      })
    }
    if (handler !== undefined) await app.register(handleWebhook, { ...options, url: '/webhook', handler })
    else {
      await app.register(async (scope) => {
        await scope.register(verifyWebhook, options ?? {})
        scope.all('/webhook', (request, reply) => {
          const done = route(request.webhook, answerOf(reply), request.body)
          // An asynchronous handler that answers by `reply` returns it.
          return done instanceof Promise ? done.then(() => reply) : undefined
        })
      })
    }
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    return { port, close: () => app.close() }
  },
}

function readBodies(app: FastifyInstance, bodyParser: NonNullable<App['bodyParser']>): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const bytes = await buffer(payload)
    if (bodyParser === 'keeps the bytes') Object.assign(request, { rawBody: bytes })
    return Readable.from([bytes])
  })
}

function answerOf(reply: FastifyReply): RouteAnswer {
  return {
    response: reply.raw,
    status: (status) => void reply.code(status).send(),
    empty: () => void reply.send(),
    json: (value, status = 200) => void reply.code(status).send(value),
    pipe: (source) => void reply.send(source),
    hijack(write) {
      reply.hijack()
      write(reply.raw)
    },
  }
}
