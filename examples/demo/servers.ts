import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import type { VerifyWebhookOptions, Webhook } from '@postern/core'
import { verifyWebhook as verifyOnExpress } from '@postern/express'
import { verifyWebhook as verifyOnFastify } from '@postern/fastify'
import { verifyWebhook as verifyOnKoa } from '@postern/koa'
import express, { type ErrorRequestHandler } from 'express'
import Fastify from 'fastify'
import Koa from 'koa'

/** What every route does with a delivery; resolving is answered 204, rejecting 500. */
export type Handler = (webhook: Webhook) => Promise<void>

/** A server on a free port of this machine. */
export interface Server {
  readonly port: number
  readonly close: () => Promise<unknown>
}

type Start = (routes: Record<string, VerifyWebhookOptions>, handler: Handler) => Promise<Server>

/** The frameworks, and how each is set up. Routes take every method, so that Postern refuses the wrong ones. */
export const frameworks = {
  Express: startExpress,
  Koa: startKoa,
  Fastify: startFastify,
} satisfies Record<string, Start>

function startExpress(routes: Record<string, VerifyWebhookOptions>, handler: Handler): Promise<Server> {
  const app = express()
  for (const [path, options] of Object.entries(routes)) {
    app.all(path, verifyOnExpress(options), async (req, res) => {
      await handler(req.webhook)
      res.sendStatus(204)
    })
  }
  // Express's own would print the error that a handler of the demo fails with.
  const answerError: ErrorRequestHandler = (_error, _req, res, _next) => {
    res.sendStatus(500)
  }
  app.use(answerError)
  return listen(app)
}

function startKoa(routes: Record<string, VerifyWebhookOptions>, handler: Handler): Promise<Server> {
  const app = new Koa()
  app.silent = true
  const router = new Router()
  for (const [path, options] of Object.entries(routes)) {
    router.all(path, verifyOnKoa(options), async (ctx) => {
      await handler(ctx.state.webhook)
      ctx.status = 204
    })
  }
  app.use(router.routes())
  const callback = app.callback()
  return listen((request, response) => void callback(request, response))
}

async function startFastify(routes: Record<string, VerifyWebhookOptions>, handler: Handler): Promise<Server> {
  const app = Fastify({ forceCloseConnections: true })
  for (const [path, options] of Object.entries(routes)) {
    await app.register(async (scope) => {
      await scope.register(verifyOnFastify, options)
      scope.all(path, async (request, reply) => {
        await handler(request.webhook)
        return reply.code(204).send()
      })
    })
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
