// What a user writes, once with every package: check-packages compiles it, as .mts and .cts, against the tarballs.
import { run } from '@postern/cli'
import { createReceiver, isWebhookError, memoryStore, signedRequest, standardWebhooks } from '@postern/core'
import { explain, parseCapture, type Explanation } from '@postern/explain'
import * as onExpress from '@postern/express'
import * as onFastify from '@postern/fastify'
import * as onKoa from '@postern/koa'
import { github } from '@postern/providers/github'
import { slack } from '@postern/providers/slack'
import { stripe } from '@postern/providers/stripe'
import { redisStore, type RedisClient, type RedisHealth, type RedisStoreOptions } from '@postern/redis'
import { createSender, type DeliveryResult } from '@postern/sender'
import express from 'express'
import fastify from 'fastify'
import Koa from 'koa'

const secrets = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

export const receiver = createReceiver({ scheme: standardWebhooks({ secrets }), store: memoryStore() })

const inRedis: RedisStoreOptions = { keyPrefix: 'hooks:', waitReplicas: 1, strict: true }

export const store = redisStore(new URL('redis://127.0.0.1:6379'), inRedis)

export function health(client: RedisClient): Promise<RedisHealth> {
  return redisStore(client).health()
}

export async function receive(rawBody: Buffer): Promise<number> {
  try {
    await receiver.receive({ method: 'POST', url: '/', headers: {}, rawBody })
    return 204
  } catch (error) {
    return isWebhookError(error) ? error.status : 500
  }
}

export const expressApp = express()
expressApp.post('/stripe', onExpress.verifyWebhook({ scheme: stripe({ secrets }) }), (request, response) => {
  response.json(request.webhook.payload)
})
expressApp.post(
  '/handled',
  onExpress.handleWebhook({ scheme: stripe({ secrets }), store }, async (webhook) => {
    await Promise.resolve(webhook.id)
  }),
)

export const koaApp = new Koa().use(onKoa.verifyWebhook({ scheme: github({ secrets }) })).use((context) => {
  context.body = { received: context.state.webhook.id }
})

export const fastifyApp = fastify()
void fastifyApp.register(onFastify.verifyWebhook, { scheme: slack({ secrets }) })
fastifyApp.post('/slack', (request) => request.webhook.payload)

const sender = createSender({
  scheme: ({ endpoint }) => stripe({ secrets: endpoint ?? secrets }),
  destinations: { allow: ['127.0.0.1'], ports: 'any', http: true },
})

export function send(url: string): Promise<DeliveryResult> {
  return sender.send({ url, id: 'evt_1', type: 'invoice.paid', payload: { amount: 1200 } })
}

export async function explained(capture: Buffer): Promise<Explanation['cause']> {
  return (await explain({ request: parseCapture(capture), scheme: stripe, secrets })).cause
}

export const { headers } = signedRequest(stripe({ secrets }), { id: 'evt_1' }, { url: '/stripe' })

export const commandLine: typeof run = run
