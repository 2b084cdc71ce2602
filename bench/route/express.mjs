import { verifyWebhook } from '@postern/express'
import express from 'express'
import { rateLimit as limitRate } from 'express-rate-limit'
import { RedisStore } from 'rate-limit-redis'
import { handMade, rateLimit } from './application.mjs'
import { posternOptions } from './postern.mjs'

const rawBody = express.raw({ type: 'application/json', limit: '1mb' })

const routes = {
  empty: () => [(req, res) => req.resume().once('end', () => res.writeHead(204).end())],
  bare: () => [
    rawBody,
    (req, res) => {
      req.payload = JSON.parse(req.body)
      res.sendStatus(204)
    },
  ],
  hand: (redisUrl) => {
    const { redis, verify, claim } = handMade(redisUrl)
    const store = new RedisStore({ sendCommand: (command, ...rest) => redis.call(command, ...rest) })
    return [
      limitRate({ ...rateLimit, standardHeaders: false, legacyHeaders: false, store }),
      rawBody,
      async (req, res) => {
        req.payload = verify(req.body, req.headers)
        const isNew = await claim(req.headers['webhook-id'])
        res.sendStatus(isNew ? 204 : 200)
      },
    ]
  },
}

export function listen(contestant, redisUrl) {
  const app = express()
  const route = routes[contestant]?.(redisUrl) ?? [
    verifyWebhook(posternOptions(contestant, redisUrl)),
    (req, res) => res.sendStatus(204),
  ]
  app.post('/webhooks', ...route)
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
}
