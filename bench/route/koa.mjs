import { verifyWebhook } from '@postern/koa'
import Koa from 'koa'
import bodyParser from 'koa-bodyparser'
import { handMade } from './application.mjs'
import { posternOptions } from './postern.mjs'

function answer(ctx) {
  ctx.status = 204
}

const routes = {
  empty: () => [
    (ctx) =>
      new Promise((resolve) => {
        ctx.req.resume().once('end', resolve)
        ctx.status = 204
      }),
  ],
  // It keeps the text of the body and the payload both.
  bare: () => [bodyParser(), answer],
  hand: (redisUrl) => {
    const { verify, countRequest, claim } = handMade(redisUrl)
    return [
      bodyParser(),
      async (ctx) => {
        verify(ctx.request.rawBody, ctx.headers)
        await countRequest()
        ctx.status = (await claim(ctx.headers['webhook-id'])) ? 204 : 200
      },
    ]
  },
}

export function listen(contestant, redisUrl) {
  const app = new Koa()
  const route = routes[contestant]?.(redisUrl) ?? [
    verifyWebhook(posternOptions(contestant, redisUrl)),
    answer,
  ]
  for (const middleware of route) app.use(middleware)
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port))
  })
}
