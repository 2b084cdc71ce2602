import {
  convoy,
  createReceiver,
  type ReceiverOptions,
  type Scheme,
  standardWebhooks,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing'
import fc from 'fast-check'
import { attempt, now, outcomeOf } from './attempt.js'

const runs = { numRuns: 1000 }
const secret = 'a-secret-of-some-length'
const older = 'an-older-secret-still-active'

interface Subject {
  name: string
  isHex: boolean
  make: (...secrets: string[]) => Scheme
}

const subjects: Subject[] = [
  {
    name: 'standardWebhooks',
    isHex: false,
    make: (...secrets) => standardWebhooks({ secrets: secrets.map((secret) => Buffer.from(secret)) }),
  },
  { name: 'timestampedHmac', isHex: true, make: (...secrets) => timestampedHmac({ secrets }) },
  {
    name: 'advanced convoy',
    isHex: true,
    make: (...secrets) => convoy({ schemes: [{ hash: 'SHA256', encoding: 'hex', secrets }] }),
  },
  {
    name: 'advanced convoy of a second scheme',
    isHex: false,
    make: (...secrets) =>
      convoy({
        schemes: [
          { hash: 'SHA256', encoding: 'hex', secrets: [] },
          { hash: 'SHA512', encoding: 'base64', secrets },
        ],
      }),
  },
  {
    name: 'simple convoy',
    isHex: true,
    make: (...secrets) => convoy({ schemes: [{ hash: 'SHA512', encoding: 'hex', secrets }], mode: 'simple' }),
  },
]
/** Each signs with one of the two secrets that it verifies with. */
const schemes = subjects.map(({ name, isHex, make }) => ({
  name,
  isHex,
  signer: make(older),
  scheme: make(older, secret),
}))

const body = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
const id = fc.stringMatching(/^[!-\-/-~]{1,30}$/)
const options = { eventId: false, parse: 'raw' } as const

test.each(schemes)('verifies whatever it signed: $name', async ({ scheme, signer }) => {
  await fc.assert(
    fc.asyncProperty(body, id, fc.integer({ min: -300, max: 300 }), async (rawBody, id, seconds) => {
      const headers = signer.sign({ id, body: rawBody, sentAt: now + seconds * 1000 })
      expect(await attempt({ scheme, ...options }, { headers, rawBody })).toBe('admitted')
    }),
    runs,
  )
})

test.each(schemes)('refuses any one flipped bit of the body: $name', async ({ scheme, signer }) => {
  await fc.assert(
    fc.asyncProperty(body, fc.nat(), fc.nat(7), async (rawBody, position, bit) => {
      fc.pre(rawBody.length > 0)
      const headers = signer.sign({ id: 'msg_1', body: rawBody, sentAt: now })
      const altered = Buffer.from(rawBody)
      const index = position % altered.length
      altered[index] = altered[index]! ^ (1 << bit)
      expect(await attempt({ scheme, ...options }, { headers, rawBody: altered })).toBe('signature_mismatch')
    }),
    runs,
  )
})

test.each(schemes)(
  'refuses any one flipped bit of the id, the timestamp or the signature: $name',
  async ({ scheme, signer, isHex }) => {
    await fc.assert(
      fc.asyncProperty(body, id, fc.nat(), fc.nat(), fc.nat(7), async (rawBody, id, which, position, bit) => {
        const headers = signer.sign({ id, body: rawBody, sentAt: now })
        const names = Object.keys(headers)
        const name = names[which % names.length]!
        const value = headers[name]!
        const index = position % value.length
        const flipped = String.fromCharCode(value.charCodeAt(index) ^ (1 << bit))
        // Either case of a hexadecimal digit is the same signature.
        fc.pre(!isHex || flipped.toLowerCase() !== value[index]!.toLowerCase())
        // Convoy's signatures count under any number.
        fc.pre(!(/\bv\d$/.test(value.slice(0, index + 1)) && /\d/.test(flipped)))
        const altered = { ...headers, [name]: value.slice(0, index) + flipped + value.slice(index + 1) }
        const outcome = await attempt({ scheme, ...options }, { headers: altered, rawBody })
        expect(outcome).not.toBe('admitted')
      }),
      runs,
    )
  },
)

test.each(schemes)(
  'answers arbitrary headers and bytes with a delivery or a refusal: $name',
  async ({ scheme, signer }) => {
    const genuine = Object.keys(signer.sign({ id: 'msg_1', body: '{}', sentAt: now }))
    const name = fc.oneof(
      fc.constantFrom(...genuine, 'content-type', 'content-encoding', 'content-length'),
      fc.string(),
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        't=1700000000,v1=',
        '1700000000',
        'v1,',
        'application/json',
        'text/plain; charset=x',
        'gzip',
        'a'.repeat(64),
      ),
      fc.constant(undefined),
      fc.array(fc.string()),
    )
    const parses = fc.constantFrom<ReceiverOptions['parse'][]>('auto', 'json', 'form', 'text', 'raw')
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, text),
        body,
        parses,
        fc.boolean(),
        async (headers, rawBody, parse, enforce) => {
          const quiet = { onRejected: () => undefined, clock: manualClock(now) }
          const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
          const receiver = createReceiver({
            scheme,
            eventId: 'hash',
            parse: parse ?? 'auto',
            enforce,
            ...quiet,
          })
          warn.mockRestore()
          const outcome = await outcomeOf(receiver.receive({ method: 'POST', url: '/', headers, rawBody }))
          expect(outcome === 'admitted' && enforce).toBe(false)
        },
      ),
      runs,
    )
  },
)
