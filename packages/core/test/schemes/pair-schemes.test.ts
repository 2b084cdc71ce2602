import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { manualClock } from '@postern/testing'
import { attempt, outcomeOf } from '../attempt.js'
import {
  createReceiver,
  ecdsa,
  ed25519,
  keyRing,
  type PairSchemesOptions,
  rsaPkcs1,
  rsaPss,
  type Scheme,
  SecretsUnavailableError,
  type SignableDelivery,
  SignatureError,
  standardWebhooks,
} from '../../src/index.js'

const now = 1_700_000_000_000
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 3072 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherP256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const edwards = generateKeyPairSync('ed25519')
const otherEdwards = generateKeyPairSync('ed25519')

const pem = (key: KeyObject) => String(key.export({ format: 'pem', type: 'spki' }))
const delivery: SignableDelivery = { body: '{"id":"evt_1"}', id: 'evt_1', sentAt: now }

async function verdict(
  scheme: Scheme,
  headers: Record<string, string>,
  rawBody = delivery.body,
): Promise<unknown> {
  const receiver = createReceiver({
    scheme,
    eventId: '$.id',
    clock: manualClock(now),
    onRejected: () => undefined,
  })
  try {
    const reception = await receiver.receive({ method: 'POST', url: '/', headers, rawBody })
    return reception.kind === 'admitted' ? reception.webhook.keyId : reception.kind
  } catch (error) {
    if (error instanceof SignatureError) return error.reason
    throw error
  }
}

const kinds = [
  { name: 'rsaPss', scheme: rsaPss, pair: rsa, other: otherRsa },
  { name: 'rsaPkcs1', scheme: rsaPkcs1, pair: rsa, other: otherRsa },
  { name: 'ecdsa in DER', scheme: ecdsa, pair: p256, other: otherP256 },
  {
    name: 'ecdsa in raw form',
    scheme: (options: PairSchemesOptions) => ecdsa({ ...options, form: 'raw' }),
    pair: p256,
    other: otherP256,
  },
  { name: 'ed25519', scheme: ed25519, pair: edwards, other: otherEdwards },
]

describe.each(kinds)('$name', ({ scheme, pair, other }) => {
  const sender = scheme({ keys: pair.privateKey })
  const receiver = scheme({ keys: pem(pair.publicKey) })

  test('verifies with the public key what the private key signed', async () => {
    expect(await verdict(receiver, sender.sign(delivery))).toBe('0')
  })

  test.each(['hex', 'base64', 'base64url'] as const)('writes signatures in %s', async (encoding) => {
    const headers = scheme({ keys: pair.privateKey, encoding }).sign(delivery)
    expect(await verdict(scheme({ keys: pair.publicKey, encoding }), headers)).toBe('0')
  })

  test('signs the body alone where it is told so', async () => {
    const options = { signs: '{body}', signatureHeader: 'Acme-Signature' }
    const headers = scheme({ keys: pair.privateKey, ...options }).sign({ body: delivery.body })
    expect(Object.keys(headers)).toEqual(['acme-signature'])
    expect(await verdict(scheme({ keys: pair.publicKey, ...options }), headers)).toBe('0')
  })

  test('refuses another body, another id, another time and another key', async () => {
    const headers = sender.sign(delivery)
    expect(await verdict(receiver, headers, '{"id":"evt_2"}')).toBe('signature_mismatch')
    expect(await verdict(receiver, { ...headers, 'x-webhook-id': 'evt_2' })).toBe('signature_mismatch')
    const later = String(now / 1000 + 1)
    expect(await verdict(receiver, { ...headers, 'x-webhook-timestamp': later })).toBe('signature_mismatch')
    const signedByOther = scheme({ keys: other.privateKey }).sign(delivery)
    const both = scheme({ keys: [pair.publicKey, other.publicKey] })
    expect(await verdict(both, signedByOther)).toBe('1')
    expect(await verdict(receiver, signedByOther)).toMatch(/^signature_(mismatch|malformed)$/)
  })

  test('refuses a signature that is cut short before it looks at the body', async () => {
    const headers = sender.sign(delivery)
    const signature = headers['x-webhook-signature']!
    const cut = { ...headers, 'x-webhook-signature': signature.slice(0, 4) }
    expect(() => receiver.readHead({ headers: cut })).toThrow(SignatureError)
    expect(await verdict(receiver, cut)).toBe('signature_malformed')
  })

  test.each(['hex', 'base64', 'base64url'] as const)('takes %s in no other spelling', async (encoding) => {
    const headers = scheme({ keys: pair.privateKey, encoding }).sign(delivery)
    const signature = headers['x-webhook-signature']!
    const spellings = [`${signature}!`, `${signature}====`, `${signature.slice(0, 8)} ${signature.slice(8)}`]
    for (const keys of [pair.publicKey, () => pair.publicKey])
      for (const spelling of spellings)
        expect(
          await verdict(scheme({ keys, encoding }), { ...headers, 'x-webhook-signature': spelling }),
        ).toBe('signature_malformed')
  })

  test('looks at no signature longer than any key makes, also where keys come by a function', async () => {
    const headers = { ...sender.sign(delivery), 'x-webhook-signature': 'A'.repeat(4100) }
    expect(await verdict(scheme({ keys: () => pair.publicKey }), headers)).toBe('signature_malformed')
  })

  test('says which key matched, and heeds its dates and its state', async () => {
    const headers = sender.sign(delivery)
    const entry = { kid: 'new', key: pair.publicKey }
    expect(await verdict(scheme({ keys: [{ kid: 'old', key: other.publicKey }, entry] }), headers)).toBe(
      'new',
    )
    expect(await verdict(scheme({ keys: { ...entry, notAfter: now - 1 } }), headers)).toBe(
      'signature_mismatch',
    )
    expect(await verdict(scheme({ keys: { ...entry, notBefore: now + 1 } }), headers)).toBe(
      'signature_mismatch',
    )
    expect(await verdict(scheme({ keys: { ...entry, state: 'retiring' } }), headers)).toBe('new')
    const retired = scheme({ keys: { key: pair.privateKey, state: 'retiring' } })
    expect(() => retired.sign(delivery)).toThrow(/no key that can sign/)
  })

  test('takes keys by a function of the request, and refuses a request that it knows none for', async () => {
    const headers = sender.sign(delivery)
    expect(await verdict(scheme({ keys: () => Promise.resolve(pair.publicKey) }), headers)).toBe('0')
    expect(await verdict(scheme({ keys: () => undefined }), headers)).toBe('signature_mismatch')
  })

  test('verifies nothing with a private key that a function gives', async () => {
    const headers = sender.sign(delivery)
    expect(await verdict(scheme({ keys: () => pair.privateKey }), headers)).toBe('signature_mismatch')
  })

  test('gives no receiver its private key', () => {
    const keys = [
      { kid: 'public', key: pair.publicKey },
      { kid: 'mine', key: pair.privateKey },
    ]
    expect(() => createReceiver({ scheme: scheme({ keys }), eventId: '$.id' })).toThrow(
      /has a private key \(mine\). Give a receiver the public key/,
    )
  })

  test('refuses an option that does not exist', () => {
    expect(() => scheme({ keys: pair.publicKey, sign: '{body}' } as PairSchemesOptions)).toThrow(
      /unknown option sign/,
    )
  })

  test('has no signature under a shared secret', () => {
    expect(() => scheme({ keys: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })).toThrow(/shared secret/)
  })
})

test.each([
  { form: 'der', dsaEncoding: 'der', other: 'ieee-p1363' },
  { form: 'raw', dsaEncoding: 'ieee-p1363', other: 'der' },
] as const)('takes ECDSA in the form $form, as Node writes it, and in no other', async (row) => {
  const scheme = ecdsa({ keys: p256.publicKey, signs: '{body}', form: row.form })
  const signedAs = (dsaEncoding: 'der' | 'ieee-p1363') => ({
    'x-webhook-signature': sign('sha256', Buffer.from(delivery.body), {
      key: p256.privateKey,
      dsaEncoding,
    }).toString('base64'),
  })
  expect(await verdict(scheme, signedAs(row.dsaEncoding))).toBe('0')
  expect(await verdict(scheme, signedAs(row.other))).toMatch(/^signature_(mismatch|malformed)$/)
})

test('signs what stands behind the body too', async () => {
  const options = { signs: '{id}.{body}.{timestamp}', keys: edwards.privateKey }
  const headers = ed25519(options).sign(delivery)
  const receiver = ed25519({ ...options, keys: edwards.publicKey })
  expect(await verdict(receiver, headers)).toBe('0')
  const later = String(now / 1000 + 1)
  expect(await verdict(receiver, { ...headers, 'x-webhook-timestamp': later })).toBe('signature_mismatch')
})

test('takes each character of an id for one byte, as Node reads headers', async () => {
  const id = 'caf\xe9'
  const content = Buffer.from(`${id}.${now / 1000}.${delivery.body as string}`, 'latin1')
  const headers = {
    'x-webhook-id': id,
    'x-webhook-timestamp': String(now / 1000),
    'x-webhook-signature': sign(null, content, edwards.privateKey).toString('base64'),
  }
  expect(await verdict(ed25519({ keys: edwards.publicKey }), headers)).toBe('0')
})

describe('rsaPss in the body', () => {
  const sender = rsaPss({ keys: rsa.privateKey, carriedIn: 'body' })
  const receiver = rsaPss({ keys: rsa.publicKey, carriedIn: 'body' })
  const body = sender.wrap('{"id":"evt_1"}')
  const parts = JSON.parse(body) as { message: string; signature: string }
  const verify = (rawBody: string) =>
    outcomeOf(
      createReceiver({ scheme: receiver, eventId: 'hash', onRejected: () => undefined }).receive({
        method: 'POST',
        headers: {},
        rawBody,
      }),
    )

  test('verifies the message that the sender wrapped, however the JSON is written', async () => {
    expect(Object.keys(parts)).toEqual(['message', 'signature'])
    expect(await verify(body)).toBe('admitted')
    expect(
      await verify(
        JSON.stringify({ signature: parts.signature.toUpperCase(), message: parts.message }, null, 2),
      ),
    ).toBe('admitted')
  })

  test.each([
    {
      name: 'another message',
      rawBody: () => JSON.stringify({ ...parts, message: 'x' }),
      reason: 'mismatch',
    },
    { name: 'no signature', rawBody: () => JSON.stringify({ message: 'x' }), reason: 'missing' },
    { name: 'an unsigned member', rawBody: () => JSON.stringify({ ...parts, more: 1 }), reason: 'missing' },
    {
      name: 'a cut signature',
      rawBody: () => JSON.stringify({ ...parts, signature: 'abcd' }),
      reason: 'malformed',
    },
    {
      name: 'a message that is there twice',
      rawBody: () => body.replace('{', '{"message":"x",'),
      reason: 'missing',
    },
    {
      name: 'the bytes of the message in place of its text',
      rawBody: () => JSON.stringify({ ...parts, message: [...Buffer.from(parts.message)] }),
      reason: 'missing',
    },
    {
      name: 'a message that is a list of one text',
      rawBody: () => JSON.stringify({ ...parts, message: ['1'] }),
      reason: 'missing',
    },
    {
      name: 'a message that is a number',
      rawBody: () => JSON.stringify({ ...parts, message: 1 }),
      reason: 'missing',
    },
    { name: 'no JSON', rawBody: () => 'message', reason: 'missing' },
    { name: 'null', rawBody: () => 'null', reason: 'missing' },
  ])('refuses $name', async ({ rawBody, reason }) => {
    expect(await verify(rawBody())).toBe(`signature_${reason}`)
  })

  test('takes no byte that is not UTF-8 for the character that stands for it', async () => {
    const wrapped = Buffer.from(sender.wrap('a\ufffdb'))
    const at = wrapped.indexOf('\ufffd')
    const broken = Buffer.concat([wrapped.subarray(0, at), Buffer.of(0xff), wrapped.subarray(at + 3)])
    const options = { scheme: receiver, eventId: 'hash', parse: 'raw' } as const
    expect(await attempt(options, { rawBody: wrapped })).toBe('admitted')
    expect(await attempt(options, { rawBody: broken })).toBe('signature_missing')
  })

  test('knows a message again, however the JSON is written', () => {
    const hashOf = (rawBody: string) =>
      receiver.hashSignedContent(receiver.readHead({ headers: {} }), Buffer.from(rawBody), { headers: {} })
    expect(hashOf(JSON.stringify(parts, null, 2))).toBe(hashOf(body))
    expect(hashOf(sender.wrap('{"id":"evt_2"}'))).not.toBe(hashOf(body))
  })

  test('heeds the dates of a key', () => {
    const verifyAt = (now: number) => {
      const keys = { kid: 'dated', key: rsa.publicKey, notBefore: 1000, notAfter: 2000 }
      const scheme = rsaPss({ keys, carriedIn: 'body' })
      return scheme.verify(scheme.readHead({ headers: {} }), Buffer.from(body), { headers: {} }, now)
    }
    expect([verifyAt(1000), verifyAt(2000)]).toEqual(['dated', 'dated'])
    for (const now of [999, 2001])
      expect(() => verifyAt(now)).toThrow(expect.objectContaining({ reason: 'signature_mismatch' }))
  })

  test('reads the body as JSON alone, whatever media type comes with it', async () => {
    const take = (rawBody: string) =>
      attempt({ scheme: receiver, eventId: 'hash' }, { headers: { 'content-type': 'text/plain' }, rawBody })
    expect(await take(body)).toBe('admitted')
    // So much white space that the first bytes do not say that it is JSON.
    expect(await take(' '.repeat(100) + body)).toBe('ERR_WEBHOOK_MEDIA_TYPE')
  })

  test('refuses an option that does not exist', () => {
    const options = { keys: rsa.publicKey, carriedIn: 'body', signs: '{body}' } as const
    expect(() => rsaPss(options)).toThrow(/unknown option signs/)
    expect(() => rsaPss({ keys: rsa.publicKey, carriedIn: 'header' as 'body' })).toThrow(
      /carriedIn must be one of body/,
    )
  })

  test('says where the signature goes, and who can make one', () => {
    expect(() => sender.sign({ body })).toThrow(/Send what wrap\(message\) gives/)
    expect(() => receiver.wrap('x')).toThrow(/no key that can sign/)
    const lapsed = rsaPss({ keys: { key: rsa.privateKey, notAfter: Date.now() - 1 }, carriedIn: 'body' })
    expect(() => lapsed.wrap('x')).toThrow(/no key that can sign is in force/)
    expect(() => createReceiver({ scheme: sender, eventId: 'hash' })).toThrow(/has a private key/)
  })
})

test('takes those keys of a ring that are for its algorithm', async () => {
  const keys = keyRing([
    { kid: 'pss', algorithm: 'rsa-pss-sha256', key: rsa.publicKey },
    { kid: 'pkcs1', algorithm: 'rsa-pkcs1-sha256', key: rsa.publicKey },
  ])
  expect(await verdict(rsaPss({ keys }), rsaPss({ keys: rsa.privateKey }).sign(delivery))).toBe('pss')
  // The same key, and the algorithm that it is not for.
  const pkcs1 = rsaPkcs1({ keys: rsa.privateKey }).sign(delivery)
  expect(await verdict(rsaPss({ keys }), pkcs1)).toBe('signature_mismatch')
  expect(() => ed25519({ keys })).toThrow(/no key for ed25519/)
})

describe('standardWebhooks with keys', () => {
  const secrets = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const publicKey = edwards.publicKey
  const signed = (options: Parameters<typeof standardWebhooks>[0]) => standardWebhooks(options).sign(delivery)

  test('signs and verifies v1a, and v1 beside it', async () => {
    const both = signed({ secrets, keys: edwards.privateKey })
    expect(both['webhook-signature']).toMatch(/^v1,\S{44} v1a,\S{88}$/)
    expect(await verdict(standardWebhooks({ keys: publicKey }), both)).toBe('0')
    expect(await verdict(standardWebhooks({ secrets }), both)).toBe('0')
    const keys = { kid: 'ed', key: publicKey }
    expect(await verdict(standardWebhooks({ secrets, keys }), signed({ keys: edwards.privateKey }))).toBe(
      'ed',
    )
    expect(await verdict(standardWebhooks({ secrets, keys }), signed({ secrets }))).toBe('0')
  })

  test('takes no signature under the label of another algorithm', async () => {
    const { 'webhook-signature': v1a = '', ...headers } = signed({ keys: edwards.privateKey })
    const relabelled = { ...headers, 'webhook-signature': v1a.replace('v1a,', 'v1,') }
    expect(await verdict(standardWebhooks({ keys: publicKey }), relabelled)).toBe('signature_unsupported')
    // An attacker makes an HMAC with the public key, which everyone knows.
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')
    const forged = signed({ secrets: raw })
    expect(await verdict(standardWebhooks({ keys: publicKey }), forged)).toBe('signature_unsupported')
    const asV1a = { ...forged, 'webhook-signature': forged['webhook-signature']!.replace('v1,', 'v1a,') }
    expect(await verdict(standardWebhooks({ secrets: raw, keys: publicKey }), asV1a)).toBe(
      'signature_mismatch',
    )
  })

  test('takes the texts of Standard Webhooks, and refuses a private key text as a secret', () => {
    const seed = Buffer.from(edwards.privateKey.export({ format: 'jwk' }).d!, 'base64url')
    const whsk = `whsk_${seed.toString('base64')}`
    expect(signed({ keys: whsk })).toEqual(signed({ keys: edwards.privateKey }))
    expect(() => standardWebhooks({ secrets: whsk })).toThrow(/asymmetric key/)
    expect(() => standardWebhooks({})).toThrow(/secret 0 is missing/)
  })

  test('takes secrets and keys of tenants by functions, of either kind', async () => {
    const scheme = standardWebhooks({ secrets: () => undefined, keys: () => publicKey })
    expect(await verdict(scheme, signed({ keys: edwards.privateKey }))).toBe('0')
    const sealed = standardWebhooks({
      secrets: () => Promise.reject(new Error('vault is sealed')),
      keys: () => undefined,
    })
    await expect(verdict(sealed, signed({ secrets }))).rejects.toThrow(SecretsUnavailableError)
    const unknown = standardWebhooks({ secrets: () => undefined, keys: () => undefined })
    expect(await verdict(unknown, signed({ keys: edwards.privateKey }))).toBe('signature_mismatch')
  })
})
