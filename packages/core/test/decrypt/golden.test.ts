import {
  type AdmittedReception,
  aesGcmEnvelope,
  createReceiver,
  DecryptionError,
  deriveKey,
  SignatureError,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'
import { derivationVectors, encryptionVectors, vectorBytes } from '../golden-vectors.js'

/** What the vectors call a refusal, and what we do: one of ours for each of theirs. */
const reasons: Record<string, string> = {
  decryption_failed: 'decryption_failed',
  envelope_malformed: 'envelope_malformed',
  key_length: 'a TypeError when the keys are imported',
  nonce_length: 'nonce_length',
  signature_mismatch: 'signature_mismatch',
}

interface Verdict {
  ok: boolean
  reason?: string | undefined
  plaintext?: string
}

function expected(vector: ReturnType<typeof encryptionVectors>[number]): Verdict {
  const { expect: wanted } = vector
  if (wanted.ok) return { ok: true, plaintext: vectorBytes(wanted.plaintext).toString('base64') }
  return { ok: false, reason: reasons[wanted.reason] }
}

function verdictOn(error: unknown): Verdict {
  if (error instanceof SignatureError || error instanceof DecryptionError)
    return { ok: false, reason: error.reason }
  if (error instanceof TypeError && error.message.includes('AES-256 needs 32'))
    return { ok: false, reason: reasons['key_length'] }
  throw error
}

test.each(encryptionVectors('aes-256-gcm-envelope'))('opens $id as its maker does', (vector) => {
  const { aad } = vector
  const judge = (): Verdict => {
    try {
      const envelope = aesGcmEnvelope({
        keys: vectorBytes(vector.key),
        aad: aad === null ? undefined : () => vectorBytes(aad),
      })
      const plaintext = envelope.decrypt(vectorBytes(vector.body), { headers: vector.headers }, 0)
      return { ok: true, plaintext: plaintext.toString('base64') }
    } catch (error) {
      return verdictOn(error)
    }
  }
  expect(judge()).toEqual(expected(vector))
})

test.each(encryptionVectors('encrypted-signed'))('receives $id as its maker does', async (vector) => {
  const receiver = createReceiver({
    scheme: timestampedHmac({ secrets: vector.secrets.map(vectorBytes) }),
    decrypt: aesGcmEnvelope({ keys: vectorBytes(vector.encryptionKey) }),
    eventId: false,
    parse: 'raw',
    toleranceMs: vector.tolerance * 1000,
    clock: manualClock(vector.now * 1000),
    onRejected: () => undefined,
  })
  const rawBody = vectorBytes(vector.body)
  const judge = async (): Promise<Verdict> => {
    try {
      const reception = await receiver.receive({ method: 'POST', url: '/', headers: vector.headers, rawBody })
      const { webhook } = reception as AdmittedReception
      expect(webhook.rawBody).toEqual(rawBody)
      return { ok: true, plaintext: (webhook.payload as Buffer).toString('base64') }
    } catch (error) {
      return verdictOn(error)
    }
  }
  expect(await judge()).toEqual(expected(vector))
})

test.each(derivationVectors())('derives $id as its maker does', ({ ikm, salt, info, length, ...vector }) => {
  const key = deriveKey({
    rootSecret: vectorBytes(ikm),
    salt: vectorBytes(salt),
    label: vectorBytes(info),
    bytes: length,
  })
  expect(key.toString('hex')).toBe(vectorBytes(vector.expect.output).toString('hex'))
})

test('has the vectors of every suite', () => {
  expect(encryptionVectors('aes-256-gcm-envelope')).toHaveLength(21)
  expect(encryptionVectors('encrypted-signed')).toHaveLength(6)
  expect(derivationVectors()).toHaveLength(3)
})
