// Receives GitHub's webhooks. GITHUB_WEBHOOK_SECRETS holds the active secrets, newest first, with commas between.
// To change the secret without losing a delivery: put the new one in front, restart, enter it at GitHub, and take the
// old one out when keyId is 0 on every delivery.
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import { verifyWebhook } from '@postern/koa'
import { github } from '@postern/providers/github'
import Koa from 'koa'

const { GITHUB_WEBHOOK_SECRETS = '', PORT = '3000' } = process.env
const secrets = GITHUB_WEBHOOK_SECRETS.split(',')

const app = new Koa()
const router = new Router()

router.post('/webhooks/github', verifyWebhook({ scheme: github({ secrets }) }), (ctx) => {
  const { id, type, keyId } = ctx.state.webhook
  console.log(`${id}: ${type ?? ''}, signed with secret ${keyId ?? ''}`)
  ctx.status = 204
})

router.get('/health', (ctx) => {
  ctx.body = { status: 'ok' }
})

app.use(router.routes()).use(router.allowedMethods())

const server = app.listen(Number(PORT), () => {
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`)
})
