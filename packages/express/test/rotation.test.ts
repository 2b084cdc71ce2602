import { setTimeout as delay } from 'node:timers/promises'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { listen } from '@postern/testing/listen'
import { observe } from '@postern/testing/observe'
import { post } from '@postern/testing/sender'
import { convoy, type DatedSecret, memoryStore, type Scheme, standardWebhooks } from '@postern/core'
import express, { type RequestHandler } from 'express5'
import { verifyWebhook } from '../src/index.js'

// docs/rotation.md walks through these steps in the same order.

afterEach(cleanUp)

const oldSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const newSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'

/** A sender and a receiver under load: each can be given another scheme at any time, as a deployment gives it. */
async function underLoad(first: { sender: Scheme; receiver: Scheme; eventId?: '$.id' }) {
  const store = memoryStore()
  const deploy = (scheme: Scheme): RequestHandler =>
    verifyWebhook({
      scheme,
      store,
      onRejected: () => undefined,
      ...(first.eventId && { eventId: first.eventId }),
    })
  let receiver = deploy(first.receiver)
  let sender = first.sender
  const runs = new Map<string, number>()
  const app = express()
  app.post('/webhooks', (request, response, next) => {
    receiver(request, response, next)
  })
  app.post('/webhooks', (request, response) => {
    runs.set(request.webhook.id, (runs.get(request.webhook.id) ?? 0) + 1)
    response.sendStatus(204)
  })
  const server = await listen(app)
  const statuses: number[] = []
  let isOver = false
  let sent = 0
  async function keepSending(): Promise<void> {
    while (!isOver) {
      const id = `evt_${(sent += 1)}`
      const body = Buffer.from(JSON.stringify({ id, type: 'invoice.paid' }))
      const headers = { 'content-type': 'application/json', ...sender.sign({ id, body }) }
      const { status } = await post(`http://127.0.0.1:${server.port}/webhooks`, { headers, body })
      statuses.push(status)
    }
  }
  const load = Promise.all(Array.from({ length: 8 }, keepSending))
  async function end() {
    isOver = true
    await load
  }
  onCleanUp(async () => {
    await end()
    await server.close()
  })
  return {
    /** Which keys the deliveries of the next 100 ms come with. */
    async keysInUse(): Promise<unknown[]> {
      // What was signed before is still on its way.
      await delay(50)
      const receptions = observe('postern:reception')
      await delay(100)
      return [...new Set(receptions.events.map(({ keyId }) => keyId))]
    },
    deployReceiver: (scheme: Scheme) => (receiver = deploy(scheme)),
    deploySender: (scheme: Scheme) => (sender = scheme),
    /** Ends the load: all that was sent was answered 204, and ran once. */
    async expectNothingLost() {
      // A busy machine takes longer for as much.
      while (statuses.length <= 100) await delay(10)
      await end()
      expect(statuses.length).toBeGreaterThan(100)
      expect(new Set(statuses)).toEqual(new Set([204]))
      expect(runs.size).toBe(sent)
      expect(new Set(runs.values())).toEqual(new Set([1]))
    },
  }
}

test('a secret is rolled without a refused delivery', async () => {
  const before = { secret: oldSecret, keyId: '2026-11' }
  const after = { secret: newSecret, keyId: '2026-12' }
  const sides = await underLoad({
    sender: standardWebhooks({ secrets: oldSecret }),
    receiver: standardWebhooks({ secrets: [before] }),
  })
  expect(await sides.keysInUse()).toEqual(['2026-11'])

  // 1. The receiver takes both.
  sides.deployReceiver(standardWebhooks({ secrets: [after, before] }))
  expect(await sides.keysInUse()).toEqual(['2026-11'])

  // 2. The sender signs with both: whatever a receiver has, it matches.
  sides.deploySender(standardWebhooks({ secrets: [newSecret, oldSecret] }))
  expect(await sides.keysInUse()).toEqual(['2026-12'])

  // 3. The sender signs with the new one alone, and all traffic comes with it.
  sides.deploySender(standardWebhooks({ secrets: newSecret }))
  expect(await sides.keysInUse()).toEqual(['2026-12'])

  // 4. The receiver lets the old one go.
  sides.deployReceiver(standardWebhooks({ secrets: [after] }))
  expect(await sides.keysInUse()).toEqual(['2026-12'])
  await sides.expectNothingLost()
})

test('a secret that is taken out of one side first has deliveries refused: the load would show it', async () => {
  const sides = await underLoad({
    sender: standardWebhooks({ secrets: oldSecret }),
    receiver: standardWebhooks({ secrets: oldSecret }),
  })
  sides.deploySender(standardWebhooks({ secrets: newSecret }))
  await sides.keysInUse()
  await expect(sides.expectNothingLost()).rejects.toThrow(/401/)
})

test("Convoy's project goes from an API key to a secret of its own, and from simple to advanced signatures", async () => {
  const apiKey = { secret: 'CO.PvlMvGXbNDGnMAlY.TsUEBDWX', keyId: 'api-key' }
  const secret = { secret: 'a-secret-of-the-endpoint-alone', keyId: 'dedicated' }
  const schemeOf = (...secrets: DatedSecret[]) => [{ hash: 'SHA256', encoding: 'hex', secrets } as const]
  const sides = await underLoad({
    sender: convoy({ schemes: schemeOf(apiKey), mode: 'simple' }),
    receiver: convoy({ schemes: schemeOf(apiKey), mode: 'simple' }),
    eventId: '$.id',
  })

  // 1. The receiver takes the API key and the new secret, in simple and in advanced signatures.
  sides.deployReceiver(convoy({ schemes: schemeOf(apiKey, secret), mode: 'auto' }))
  expect(await sides.keysInUse()).toEqual(['v1.api-key'])

  // 2. Convoy signs with the new secret: a simple signature is that of the newest.
  sides.deploySender(convoy({ schemes: schemeOf(apiKey, secret), mode: 'simple' }))
  expect(await sides.keysInUse()).toEqual(['v1.dedicated'])

  // 3. Convoy signs in the advanced form, with both while the API key is still there, then with the secret alone.
  sides.deploySender(convoy({ schemes: schemeOf(apiKey, secret), mode: 'advanced' }))
  expect(await sides.keysInUse()).toEqual(['v1.api-key'])
  sides.deploySender(convoy({ schemes: schemeOf(secret), mode: 'advanced' }))
  expect(await sides.keysInUse()).toEqual(['v1.dedicated'])

  // 4. The receiver takes advanced signatures by the secret alone: a simple one could be replayed for ever.
  sides.deployReceiver(convoy({ schemes: schemeOf(secret) }))
  expect(await sides.keysInUse()).toEqual(['v1.dedicated'])
  await sides.expectNothingLost()
})
