import { standardWebhooks } from '@postern/core'
import { redisStore } from '@postern/redis'
import { cleanUp } from '@postern/testing/clean-up'
import { commandCounts } from '@postern/testing/command-counts'
import { countRuns } from '@postern/testing/count-runs'
import { frameworks, serve } from '@postern/testing/frameworks'
import { observe } from '@postern/testing/observe'
import { post, postAll, scheme, sign, type SignedRequest } from '@postern/testing/sender'
import { connect, serverOfThisFile } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

const stranger = standardWebhooks({
  secrets: `whsec_${Buffer.from('of a stranger, who guesses').toString('base64')}`,
})
const json = { 'content-type': 'application/json' }
const body = Buffer.from('{"type":"invoice.paid"}')
const id = 'evt_1'
const minute = 60_000

/** A genuine request with other headers; `undefined` leaves one out. */
function altered(changes: Record<string, string | undefined>): SignedRequest {
  const headers = Object.entries({ ...sign().headers, ...changes })
  return {
    body,
    headers: Object.fromEntries(headers.filter(([, value]) => value !== undefined)) as Record<string, string>,
  }
}

const requests: Record<string, { readonly status: number; readonly request: () => SignedRequest }> = {
  'no signature': { status: 401, request: () => ({ headers: json, body }) },
  'another secret': {
    status: 401,
    request: () => ({ headers: { ...json, ...stranger.sign({ id, body, sentAt: Date.now() }) }, body }),
  },
  'another body': {
    status: 401,
    request: () => ({ ...sign(), body: Buffer.from('{"type":"invoice.void"}') }),
  },
  'another id': { status: 401, request: () => altered({ 'webhook-id': 'evt_2' }) },
  'another timestamp': {
    status: 401,
    request: () => altered({ 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 60) }),
  },
  'a stale timestamp': { status: 401, request: () => sign({ sentAt: Date.now() - 10 * minute }) },
  'a timestamp to come': { status: 401, request: () => sign({ sentAt: Date.now() + 10 * minute }) },
  'no id': { status: 401, request: () => altered({ 'webhook-id': undefined }) },
  'a timestamp that is none': { status: 401, request: () => altered({ 'webhook-timestamp': '1e9' }) },
  'a signature that is none': { status: 401, request: () => altered({ 'webhook-signature': 'v1,%%%' }) },
  'a body that is too large': { status: 413, request: () => sign({ body: Buffer.alloc(3000, ' ') }) },
  'a genuine body that is no JSON': { status: 400, request: () => sign({ body: '{"type":' }) },
  'a genuine body of another type': { status: 415, request: () => sign({ contentType: 'image/png' }) },
}

test('2000 unsigned, forged, stale, oversized and malformed requests cost no command of Redis', async () => {
  const store = redisStore(connect(server().port))
  const counted = countRuns()
  const settlements = observe('postern:settlement')
  const options = { scheme, store, bodyLimit: 2000, rateLimit: { limit: 1, windowMs: 60 * minute } }
  const express = frameworks.find(({ name }) => name === 'Express 5')!
  const url = await serve(express, {
    options: { ...options, onRejected: () => undefined },
    route: counted.route,
  })
  // By then it has asked what it asks in the beginning.
  await store.health()
  const before = await commandCounts(server())

  const kinds = Object.values(requests)
  const flood = Array.from({ length: 2000 }, (_, index) => kinds[index % kinds.length]!)
  const answers = await postAll(
    url,
    flood.map(({ request }) => request()),
  )
  expect(answers.map(({ status }) => status)).toEqual(flood.map(({ status }) => status))
  expect(await commandCounts(server())).toEqual({ ...before, info: before['info']! + 1 })
  expect(await server().command('DBSIZE')).toBe(0)
  expect(counted.runs).toBe(0)

  // It planted no id and spent no quota either.
  expect((await post(url, sign())).status).toBe(204)
  expect(await settlements.first(1)).toMatchObject([{ id, outcome: 'completed', attempt: 1 }])
  expect(await commandCounts(server())).toMatchObject({ evalsha: 2, set: 3 })
  expect((await post(url, sign({ id: 'evt_2' }))).status).toBe(429)
})
