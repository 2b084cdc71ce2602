import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPublicKey } from 'node:crypto'
import { perTenant, type RequestHead, type Scheme } from '@postern/core'
import { remoteJwks } from '@postern/core/jose'
import { ebay } from '@postern/providers/ebay'
import { inngest } from '@postern/providers/inngest'
import { neonAuth } from '@postern/providers/neonAuth'
import { vectorsOf } from './provider-vectors.js'
import { now, type Outcome, receive, receiverAt } from './receive.js'

/** Sends the first vector of a preset. */
function sendTo(scheme: Scheme, preset: string): Promise<Outcome> {
  const { headers, body } = firstOf(preset)
  return receive(receiverAt(now, { scheme, eventId: 'hash' }), headers, 'utf8' in body ? body.utf8 : '')
}

function firstOf(preset: string) {
  const [vector] = vectorsOf(preset).vectors
  if (vector === undefined) throw new Error(`${preset} has no vector.`)
  return vector
}

const keyIdOf = ({ headers }: RequestHead) => (headers as Record<string, string>)['x-ebay-key-id']

describe("eBay's keys", () => {
  const [, { kid, key }] = vectorsOf('ebay').options?.['keys'] as [unknown, { kid: string; key: string }]

  test('are asked for by the id in the signature, of a tenant', async () => {
    const asked: string[] = []
    const load = (id: string) => {
      asked.push(id)
      return id === kid ? { kid, key } : undefined
    }
    const keys = perTenant({ tenant: keyIdOf, load })
    expect(await sendTo(ebay({ keys }), 'ebay')).toMatchObject({ keyId: kid })
    expect(asked).toEqual([kid])
  })

  test('are asked for by the id in the signature, of a function', async () => {
    const keys = (head: RequestHead) => (keyIdOf(head) === kid ? [key] : undefined)
    expect((await sendTo(ebay({ keys }), 'ebay')).refused).toBeUndefined()
    expect(await sendTo(ebay({ keys: () => undefined }), 'ebay')).toEqual({ refused: 'signature_mismatch' })
  })
})

test("Inngest's keys lose their prefix, be they dated, of a tenant or of a function", async () => {
  const [secret] = vectorsOf('inngest').options?.['secrets'] as [string]
  const tenant = () => 'one'
  for (const secrets of [
    { secret, keyId: 'new' },
    () => secret,
    () => Promise.resolve([{ secret }]),
    perTenant({ tenant, load: () => secret }),
  ])
    expect((await sendTo(inngest({ secrets }), 'inngest')).refused).toBeUndefined()
  expect(await sendTo(inngest({ secrets: () => undefined }), 'inngest')).toEqual({
    refused: 'signature_mismatch',
  })
})

describe("Neon Auth's keys", () => {
  let server: Server
  let keys: ReturnType<typeof remoteJwks>

  beforeAll(async () => {
    const [{ kid, key }] = vectorsOf('neonAuth').options?.['keys'] as [{ kid: string; key: string }]
    const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: 'EdDSA' }
    server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    keys = remoteJwks(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks.json`)
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  test('are those of the set that the header names, and not the JWS', async () => {
    const { headers } = firstOf('neonAuth')
    expect(await sendTo(neonAuth({ keys }), 'neonAuth')).toMatchObject({
      keyId: headers['x-neon-signature-kid'],
    })
  })
})
