import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { signedRequest, standardWebhooks } from '@postern/core'
import * as ofExpress from '@postern/express'
import * as ofFastify from '@postern/fastify'
import * as ofKoa from '@postern/koa'
import { mailgun } from '@postern/providers/mailgun'
import { slack } from '@postern/providers/slack'
import { square } from '@postern/providers/square'
import express from 'express5'
import fastify from 'fastify'
import Koa from 'koa3'
import supertest from 'supertest'

const scheme = standardWebhooks({ secrets: `whsec_${Buffer.alloc(24, 7).toString('base64')}` })

test('is what supertest sends to Express and Koa', async () => {
  const received: unknown[] = []
  const app = express()
  app.post('/webhooks', ofExpress.verifyWebhook({ scheme }), (request, response) => {
    received.push(request.webhook.payload)
    response.sendStatus(204)
  })
  const koa = new Koa()
  koa.use(ofKoa.verifyWebhook({ scheme }))
  koa.use((context) => {
    received.push(context.state.webhook.payload)
    context.status = 204
  })
  for (const target of [app, koa.callback()]) {
    const { url, headers, body } = signedRequest(scheme, { type: 'größe' }, { url: '/webhooks' })
    await supertest(target).post(url).set(headers).send(body).expect(204)
    await supertest(target).post(url).set(headers).send('{}').expect(401)
  }
  expect(received).toEqual([{ type: 'größe' }, { type: 'größe' }])
})

test('is what Fastify injects', async () => {
  const app = fastify()
  await app.register(async (scope) => {
    await scope.register(ofFastify.verifyWebhook, { scheme })
    scope.post('/webhooks', (request) => request.webhook.payload)
  })
  const answer = await app.inject(
    signedRequest(scheme, { a: 1 }, { url: '/webhooks', id: 'evt_1' }) as object,
  )
  expect([answer.statusCode, answer.json()]).toEqual([200, { a: 1 }])
  await app.close()
})

test('is what fetch sends, and each is an event of its own unless an id is given', async () => {
  const app = express()
  app.post('/webhooks', ofExpress.verifyWebhook({ scheme }), (_request, response) => {
    response.sendStatus(204)
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const send = async (id?: string) => {
    const delivery = signedRequest(scheme, { a: 1 }, { url: '/webhooks', ...(id !== undefined && { id }) })
    return (await fetch(new URL(delivery.url, base), delivery)).status
  }
  expect([await send(), await send(), await send('evt_1'), await send('evt_1')]).toEqual([204, 204, 204, 200])
  server.close()
})

test('signs forms, URLs and bodies that carry their signature', async () => {
  const url = 'https://hooks.example.com/in'
  const cases = [
    { scheme: slack({ secrets: 'a-secret-of-slack' }), payload: new URLSearchParams({ text: 'a b&c' }) },
    { scheme: square({ secrets: 'a-secret-of-square', url }), payload: '{"event_id":"1"}' },
    {
      scheme: mailgun({ secrets: 'a-secret-of-mailgun' }),
      payload: { signature: { token: 'a'.repeat(50) } },
    },
  ]
  for (const { scheme, payload } of cases) {
    const app = express()
    app.post('/in', ofExpress.verifyWebhook({ scheme, eventId: 'hash' }), (_request, response) => {
      response.sendStatus(204)
    })
    const { headers, body } = signedRequest(scheme, payload, { url })
    await supertest(app).post('/in').set(headers).send(body).expect(204)
  }
})

test('refuses what is nothing in JSON', () => {
  expect(() => signedRequest(scheme, undefined)).toThrow(/nothing that JSON can say/)
})
