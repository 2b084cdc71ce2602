import { once } from 'node:events'
import { type ClientHttp2Stream, connect, createServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { observe } from '@postern/testing/observe'
import { scheme, sign } from '@postern/testing/sender'
import Koa from 'koa3'
import { verifyWebhook } from '../src/index.js'

afterEach(cleanUp)

/** Posts a delivery over HTTP/2 to a route of Koa. */
async function postTo(route: Koa.Middleware): Promise<ClientHttp2Stream> {
  const app = new Koa()
  app.on('error', () => undefined)
  app.use(verifyWebhook({ scheme }))
  app.use(route)
  const callback = app.callback()
  const server = createServer((request, response) => void callback(request as never, response as never))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  onCleanUp(() => {
    session.destroy()
    server.close()
  })
  const { headers, body } = sign()
  const stream = session.request({ ':method': 'POST', ':path': '/webhook', ...headers })
  stream.on('error', () => undefined)
  stream.end(body)
  return stream
}

test.each([
  { status: 204, outcome: 'completed' },
  { status: 503, outcome: 'released' },
])('a route that answers $status over HTTP/2 has its delivery $outcome', async ({ status, outcome }) => {
  const settlements = observe('postern:settlement')
  const stream = await postTo((context) => {
    context.status = status
  })
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
  expect(headers[':status']).toBe(status)
  expect(await settlements.first(1)).toMatchObject([{ outcome }])
})

test.each([
  { status: 204, outcome: 'completed' },
  { status: 503, outcome: 'released' },
])('a client of HTTP/2 that goes before the route answers $status has it $outcome', async (expected) => {
  const settlements = observe('postern:settlement')
  const stream = await postTo(async (context) => {
    stream.destroy()
    await once(context.res, 'close')
    await new Promise(setImmediate)
    context.status = expected.status
  })
  expect(await settlements.first(1)).toMatchObject([{ outcome: expected.outcome }])
})
