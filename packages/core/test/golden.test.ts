import {
  convoy,
  createReceiver,
  type Scheme,
  SignatureError,
  type SignatureReason,
  standardWebhooks,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'
import { goldenVectors, type Vector, vectorBytes } from './golden-vectors.js'

/** What the vectors call a refusal, and what we do: one of ours for each of theirs. */
const reasons: Record<string, SignatureReason> = {
  header_malformed: 'header_malformed',
  missing_signature: 'signature_missing',
  missing_timestamp: 'timestamp_missing',
  no_supported_signature: 'signature_unsupported',
  signature_malformed: 'signature_malformed',
  signature_mismatch: 'signature_mismatch',
  timestamp_in_future: 'timestamp_in_future',
  timestamp_malformed: 'timestamp_malformed',
  timestamp_required: 'timestamp_required',
  timestamp_too_old: 'timestamp_too_old',
}

async function verdict(
  scheme: Scheme,
  vector: Vector,
  headers: Record<string, string>,
): Promise<Vector['expect']> {
  const receiver = createReceiver({
    scheme,
    eventId: false,
    parse: 'raw',
    toleranceMs: vector.tolerance * 1000,
    clock: manualClock(vector.now * 1000),
    onRejected: () => undefined,
  })
  try {
    await receiver.receive({ method: 'POST', url: '/', headers, rawBody: vectorBytes(vector.body) })
    return { ok: true }
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error
    return { ok: false, reason: error.reason }
  }
}

function expected({ expect: wanted }: Vector): unknown {
  return 'reason' in wanted ? { ok: false, reason: reasons[wanted.reason] } : wanted
}

test('maps no two refusals of the vectors to one of ours', () => {
  expect(new Set(Object.values(reasons)).size).toBe(Object.keys(reasons).length)
})

test.each(goldenVectors('hmac-dot', 'verify'))('judges $id as its maker does', async (vector) => {
  const secrets = vector.secrets.map(({ notAfter, ...bytes }) => {
    const secret = vectorBytes(bytes)
    return notAfter === undefined ? secret : { secret, notAfter: notAfter * 1000 }
  })
  expect(await verdict(timestampedHmac({ secrets }), vector, vector.headers)).toEqual(expected(vector))
})

test.each(goldenVectors('standard-webhooks', 'verify'))('judges $id as its maker does', async (vector) => {
  const { key, headers, signingKey, body, now } = vector
  const scheme = standardWebhooks(key.startsWith('whpk_') ? { keys: key } : { secrets: key })
  expect(await verdict(scheme, vector, headers)).toEqual(expected(vector))
  if (signingKey === undefined) return
  const signed = standardWebhooks({ keys: signingKey }).sign({
    id: headers['webhook-id']!,
    body: vectorBytes(body),
    sentAt: now * 1000,
  })
  expect(signed['webhook-signature']).toBe(headers['webhook-signature'])
})

test.each(goldenVectors('convoy', 'verify'))('judges $id as its maker does', async (vector) => {
  const { schemes, mode, header } = vector
  expect(await verdict(convoy({ schemes, mode }), vector, { 'x-convoy-signature': header })).toEqual(
    expected(vector),
  )
})

test.each(goldenVectors('convoy', 'sign'))(
  'signs $id as its maker does',
  ({ schemes, advanced, timestamp, payload, ...vector }) => {
    const scheme = convoy({ schemes, mode: advanced ? 'advanced' : 'simple', compactJson: true })
    const headers = scheme.sign({ body: vectorBytes(payload), sentAt: Number(timestamp) * 1000 })
    expect({ header: headers['x-convoy-signature'] }).toEqual({
      header: (vector.expect as { header: string }).header,
    })
  },
)

test('accepts a Convoy body with white space that was signed compact, once told to', async () => {
  const id = 'convoy/verify-whitespace-body-signed-compact'
  const vector = goldenVectors('convoy', 'verify').find((vector) => vector.id === id)!
  const scheme = convoy({ schemes: vector.schemes, compactJson: true })
  expect(await verdict(scheme, vector, { 'x-convoy-signature': vector.header })).toEqual({ ok: true })
})

test('takes a body with other white space, under the same compact signature, for the same delivery by its hash', async () => {
  const schemes = [{ hash: 'SHA256', encoding: 'hex', secrets: ['secret'] }] as const
  const scheme = convoy({ schemes, mode: 'simple', compactJson: true })
  const receiver = createReceiver({ scheme, eventId: 'hash' })
  const headers = scheme.sign({ body: '{"a":1}' })
  const send = (rawBody: string) => receiver.receive({ method: 'POST', url: '/', headers, rawBody })
  const delivery = await send('{"a":1}')
  if (delivery.kind === 'admitted') await delivery.complete()
  expect((await send('{ "a": 1 }')).kind).toBe('duplicate')
})

test('refuses a recorded advanced signature sent as a simple one, which only auto mode lets through', async () => {
  const id = 'convoy/verify-policy-downgrade-auto'
  const vector = goldenVectors('convoy', 'verify').find((vector) => vector.id === id)!
  const headers = { 'x-convoy-signature': vector.header }
  expect(await verdict(convoy({ schemes: vector.schemes }), vector, headers)).toEqual({
    ok: false,
    reason: 'timestamp_required',
  })
  expect(await verdict(convoy({ schemes: vector.schemes, mode: 'auto' }), vector, headers)).toEqual({
    ok: true,
  })
})
