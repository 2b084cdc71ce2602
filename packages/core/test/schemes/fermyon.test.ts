import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReceiver, fermyon, SignatureError } from '@postern/core'
import { type VectorBytes, vectorBytes } from '../golden-vectors.js'

interface FermyonVector {
  id: string
  keyData: string
  body: VectorBytes
  header: { 'X-Signature': string | null }
  expect: { ok: true } | { ok: false; reason: string }
}

const { vectors } = JSON.parse(readFileSync(join(__dirname, '../vectors/golden-fermyon.json'), 'utf8')) as {
  vectors: FermyonVector[]
}

const reasons: Record<string, string> = {
  missing_signature: 'signature_missing',
  signature_malformed: 'signature_malformed',
  signature_mismatch: 'signature_mismatch',
}

function receive(keyData: string, signature: string | null, rawBody: Uint8Array) {
  const receiver = createReceiver({
    scheme: fermyon({ secrets: keyData }),
    eventId: false,
    parse: 'raw',
    onRejected: () => undefined,
  })
  const headers = signature === null ? {} : { 'x-signature': signature }
  return receiver.receive({ method: 'POST', url: '/target', headers, rawBody })
}

test.each(vectors)('judges $id as its maker does', async ({ keyData, body, header, expect: wanted }) => {
  const received = receive(keyData, header['X-Signature'], vectorBytes(body))
  if (wanted.ok) expect((await received).kind).toBe('admitted')
  else await expect(received).rejects.toMatchObject({ reason: reasons[wanted.reason] })
})

test.each(vectors.filter((vector) => vector.expect.ok))('signs $id as its maker does', (vector) => {
  const signed = fermyon({ secrets: vector.keyData }).sign({ body: vectorBytes(vector.body) })
  expect(signed).toEqual({ 'x-signature': vector.header['X-Signature'] })
})

test('refuses a signature of which one letter is small', async () => {
  const { keyData, body, header } = vectors[0]!
  const mixed = header['X-Signature']!.replace('F', 'f')
  const refused = receive(keyData, mixed, vectorBytes(body))
  await expect(refused).rejects.toBeInstanceOf(SignatureError)
  await expect(refused).rejects.toMatchObject({ reason: 'signature_malformed' })
})

test('refuses key data that could be searched for, and options that there are not', () => {
  expect(() => fermyon({ secrets: 'fifteen letters' })).toThrow(/at least 16/)
  const misspelt = { secrets: 'RqJcWxsJDKjgINLWWiBwYEV3ROg7LaXD1Xzz', header: 'x-tag' }
  expect(() => fermyon(misspelt)).toThrow('fermyon: unknown option header. Known are secrets.')
})
