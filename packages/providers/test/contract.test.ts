import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Scheme, SignedRequest } from '@postern/core'
import fc from 'fast-check'
import { altered, anyBit } from './altered.js'
import { bothEnds, loadPreset, optionsFor } from './load-preset.js'
import { presets, vectorsOf } from './provider-vectors.js'
import { now, type Outcome, receive, receiverAt } from './receive.js'

const anySample = { body: '{"id":"evt_1","type":"made","data":{"text":"Grüße, 世界 🦊"}}' }

function signedSample(name: string, scheme: Scheme, sentAt = now): SignedRequest {
  const { body = anySample.body, url, headers } = vectorsOf(name).sample ?? {}
  const delivery = { body, id: 'evt_1', sentAt, ...(url && { url }), ...(headers && { headers }) }
  const signed = scheme.signRequest?.(delivery)
  if (signed !== undefined) return signed
  return { method: 'POST', url, headers: { ...headers, ...scheme.sign(delivery) }, body: Buffer.from(body) }
}

function outcomeAt(receivedAt: number, scheme: Scheme, request: SignedRequest): Promise<Outcome> {
  const { headers, body, url = '/', method } = request
  const sent = url.startsWith('http') ? new URL(url).pathname + new URL(url).search : url
  const host = url.startsWith('http') ? { host: new URL(url).host } : {}
  const receiver = receiverAt(receivedAt, optionsFor(scheme))
  return receive(receiver, { ...host, ...headers }, body, { method, url: sent })
}

const outcome = (scheme: Scheme, request: SignedRequest) => outcomeAt(now, scheme, request)

describe.each(presets)('%s', (name) => {
  test('admits what it signs, with the id and the type that it says', async () => {
    const { receiving, sending } = await bothEnds(name)
    const admitted = await outcome(receiving, signedSample(name, sending))
    expect(admitted.refused).toBeUndefined()
    expect(admitted.id).toMatch(/./)
    if (receiving.event.type.length > 0) expect(admitted.type).toMatch(/./)
  })

  test('refuses every other body, or says that it is not signed', async () => {
    const { receiving, sending } = await bothEnds(name)
    const request = signedSample(name, sending)
    if (receiving.bodySigned === false) return
    const property = fc.asyncProperty(anyBit, async (bit) => {
      const changed = { ...request, body: altered(request.body, bit) }
      const { refused } = await outcome(receiving, changed)
      // A form has more than one spelling, and a signature that stands in it is read in either case.
      if (refused === undefined && request.body.includes('%'))
        expect(decodeURIComponent(changed.body.toString()).toLowerCase()).toBe(
          decodeURIComponent(request.body.toString()).toLowerCase(),
        )
      else expect(refused).toMatch(reason)
    })
    await fc.assert(property, { numRuns: 50 })
  })

  test('refuses every other signature, and none', async () => {
    const { receiving, sending } = await bothEnds(name)
    const request = signedSample(name, sending)
    const sample = vectorsOf(name).sample?.headers ?? {}
    const added = Object.keys(request.headers).filter((header) => !(header in sample))
    let signatures = 0
    for (const header of added) {
      const { [header]: value = '', ...others } = request.headers
      const { refused } = await outcome(receiving, { ...request, headers: others })
      if (refused !== 'signature_missing') continue
      signatures += 1
      for (let index = 0; index < value.length; index += 1) {
        const other = value[index] === '7' ? '8' : '7'
        const changed = value.slice(0, index) + other + value.slice(index + 1)
        const verdict = await outcome(receiving, { ...request, headers: { ...others, [header]: changed } })
        expect([header, index, verdict.refused]).toEqual([header, index, expect.stringMatching(/./)])
      }
    }
    if (added.length > 0) expect(signatures).toBeGreaterThan(0)
  })

  test('refuses what another secret signed', async () => {
    const { options = {}, sender = options } = vectorsOf(name)
    const preset = await loadPreset(name)
    const request = signedSample(name, preset(sender))
    const strangers = preset({ ...options, ...othersOf(options, sender) })
    expect((await outcome(strangers, request)).refused).toBe('signature_mismatch')
  })

  test('takes the old secret beside the new one, and tells which it was', async () => {
    const { options = {}, sender = options } = vectorsOf(name)
    const preset = await loadPreset(name)
    const others = othersOf(options, sender)
    const [kind, mine] = 'keys' in options ? ['keys', options['keys']] : ['secrets', options['secrets']]
    const theirs = Object.values(others)[0]
    const receiving = preset({ ...options, [kind]: [theirs, [mine].flat()[0]] })
    const admitted = await outcome(receiving, signedSample(name, preset(sender)))
    expect(admitted.refused).toBeUndefined()
    expect(admitted.keyId).not.toBe('0')
  })

  test('refuses what is too old, or from the future, where a timestamp is signed', async () => {
    const { receiving, sending } = await bothEnds(name)
    if (!receiving.signsTimestamp || receiving.readSentAt !== undefined) return
    const toleranceMs = receiving.toleranceMs ?? 300_000
    const request = signedSample(name, sending)
    expect((await outcomeAt(now + toleranceMs, receiving, request)).refused).toBeUndefined()
    const late = await outcomeAt(now + toleranceMs + 1000, receiving, request)
    expect(late.refused).toBe('timestamp_too_old')
    const early = await outcomeAt(now - toleranceMs - 1000, receiving, request)
    expect(early.refused).toBe('timestamp_in_future')
  })

  test('reads the names of headers in either case', async () => {
    const { receiving, sending } = await bothEnds(name)
    const request = signedSample(name, sending)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([key, value]) => [key.toUpperCase(), value]),
    )
    expect((await outcome(receiving, { ...request, headers })).refused).toBeUndefined()
  })
})

/** A reason of a refused signature; what is refused for another cause has a code. */
const reason = /^[a-z_]+$/

type Options = Readonly<Record<string, unknown>>

/** A secret, or a key, of the same form as that of the options, and another. */
function othersOf(options: Options, sender: Options): Options {
  if (!('keys' in options)) return { secrets: otherSecret([options['secrets']].flat()[0]) }
  const { asymmetricKeyType } = createPublicKey(pemOf([sender['keys']].flat()[0]))
  const other = otherKey(asymmetricKeyType).export({ type: 'spki', format: 'pem' })
  const [mine] = [options['keys']].flat()
  return { keys: typeof mine === 'object' ? { ...mine, kid: 'other', key: other } : other }
}

function pemOf(key: unknown): string {
  const { key: pem = key } = key as { key?: unknown }
  return pem as string
}

function otherSecret(secret: unknown): unknown {
  if (typeof secret === 'object') {
    const entry = secret as { secret: unknown }
    return { ...entry, keyId: 'other', secret: otherSecret(entry.secret) }
  }
  if (typeof secret !== 'string') throw new Error('A sample has a secret that is no text.')
  const text = secret
  const middle = Math.floor(text.length / 2)
  return text.slice(0, middle) + otherCharacter(text.charAt(middle)) + text.slice(middle + 1)
}

/** One that is base64, hexadecimal and text where the first is. */
function otherCharacter(character: string): string {
  if (/[0-8]/.test(character)) return String(Number(character) + 1)
  return character === 'a' ? 'b' : 'a'
}

function otherKey(type: string | undefined): KeyObject {
  if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
  if (type === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  return generateKeyPairSync('ed25519').publicKey
}
