import { verifyWebhook } from '@postern/fastify'
import fastify from 'fastify'
import { handMade } from './application.mjs'
import { posternOptions } from './postern.mjs'

const path = '/webhooks'

function takeRawBody(app) {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body))
}

const routes = {
  empty: (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (request, body, done) => body.resume().once('end', done))
    app.post(path, (request, reply) => reply.code(204).send())
  },
  bare: (app) => {
    takeRawBody(app)
    app.post(path, async (request, reply) => {
      request.payload = JSON.parse(request.body)
      return reply.code(204).send()
    })
  },
  hand: (app, redisUrl) => {
    const { verify, countRequest, claim } = handMade(redisUrl)
    takeRawBody(app)
    app.post(path, async (request, reply) => {
      request.payload = verify(request.body, request.headers)
      await countRequest()
      const isNew = await claim(request.headers['webhook-id'])
      return reply.code(isNew ? 204 : 200).send()
    })
  },
}

export async function listen(contestant, redisUrl) {
  const app = fastify()
  if (contestant in routes) routes[contestant](app, redisUrl)
  else {
    await app.register(verifyWebhook, posternOptions(contestant, redisUrl))
    app.post(path, async (request, reply) => reply.code(204).send())
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  return app.server.address().port
}
