import { defineScheme, type PairSchemeDefinition, type SchemeDefinition } from '@postern/core'
import { attempt, now } from '../attempt.js'

const definition: SchemeDefinition = {
  name: 'acme',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'Acme-Signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{id}|{timestamp}|{body}|end',
  timestamp: { from: { header: 'Acme-Timestamp' }, unit: 'ms' },
  event: { id: { header: 'Acme-Id' }, type: [{ header: 'Acme-Type' }, '$.kind'] },
}
const secrets = 'a-secret-of-some-length'

test.each<{ name: string; change: object; message: RegExp }>([
  { name: 'no family of headers', change: { families: [] }, message: /'families' is empty/ },
  { name: 'an unknown field', change: { sign: '{body}' }, message: /unknown option sign/ },
  { name: 'an unknown placeholder', change: { signs: '{date}{body}' }, message: /\{date\}; known are/ },
  { name: 'a stray brace', change: { signs: '{body' }, message: /known are/ },
  { name: 'no body', change: { signs: '{id}.{timestamp}' }, message: /no \{body\}/ },
  { name: 'the body twice', change: { signs: '{id}{timestamp}{body}{body}' }, message: /\{body\} twice/ },
  { name: 'a timestamp that is not signed', change: { signs: '{id}.{body}' }, message: /named by both/ },
  {
    name: 'a signed timestamp that stands nowhere',
    change: { timestamp: undefined },
    message: /named by both/,
  },
  {
    name: 'a timestamp in a header that has none',
    change: { timestamp: { from: 'signature', unit: 's' } },
    message: /if and only if/,
  },
  {
    name: 'a signed id that is in the payload',
    change: { event: { id: '$.id' } },
    message: /must be a header/,
  },
  {
    name: 'a path that is none',
    change: { event: { ...definition.event, type: '$[0]' } },
    message: /is not a path/,
  },
])('refuses a definition with $name', ({ change, message }) => {
  expect(() => defineScheme({ ...definition, ...change })).toThrow(message)
  expect(() => defineScheme({ ...definition, ...change })).toThrow(TypeError)
})

test('refuses unknown options of the scheme', () => {
  expect(() => defineScheme(definition)({ secrets, secret: 'x' } as { secrets: string })).toThrow(
    /acme: unknown option secret/,
  )
  const { secret: _, ...ofPairs } = { ...definition, algorithm: 'ed25519' } as SchemeDefinition & {
    secret: string
  }
  expect(() =>
    defineScheme(ofPairs as PairSchemeDefinition)({ keys: 'whpk_', key: 'x' } as { keys: string }),
  ).toThrow(/acme: unknown option key/)
})

test('signs and verifies by the same definition', async () => {
  const scheme = defineScheme(definition)({ secrets })
  const headers = scheme.sign({ id: 'a.b', body: '{"kind":"made"}', sentAt: now + 7 })
  expect(Object.keys(headers).sort()).toEqual(['acme-id', 'acme-signature', 'acme-timestamp'])
  expect(headers['acme-timestamp']).toBe(String(now + 7))
  const request = { headers, rawBody: '{"kind":"made"}' }
  expect(await attempt({ scheme }, request)).toBe('admitted')
  expect(
    await attempt(
      { scheme },
      { ...request, headers: { ...headers, 'acme-signature': headers['acme-signature']!.slice(7) } },
    ),
  ).toBe('signature_malformed')
  const ofOther = headers['acme-signature']!.replace('sha256=', 'sha512=')
  expect(await attempt({ scheme }, { ...request, headers: { ...headers, 'acme-signature': ofOther } })).toBe(
    'signature_malformed',
  )
  expect(() => scheme.sign({ id: 'a|b', body: '' })).toThrow(/without '\|'/)
  expect(() => scheme.sign({ body: '' })).toThrow(/signs an id/)
})

test.each(['hmac-sha1', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'] as const)(
  'verifies %s in every encoding',
  async (algorithm) => {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      const scheme = defineScheme({
        ...definition,
        algorithm,
        signature: { ...definition.signature, encoding },
      })({ secrets })
      const headers = scheme.sign({ id: 'evt_1', body: 'x', sentAt: now })
      expect(await attempt({ scheme, parse: 'raw' }, { headers, rawBody: 'x' })).toBe('admitted')
      expect(await attempt({ scheme, parse: 'raw' }, { headers, rawBody: 'y' })).toBe('signature_mismatch')
    }
  },
)

test.each([
  { form: 'hex', secret: '00112233445566778899aabbccddeeff' },
  { form: 'base64', secret: 'ABEiM0RVZneImaq7zN3u/w==' },
  { form: 'whsec', secret: 'whsec_ABEiM0RVZneImaq7zN3u/w==' },
  { form: 'whsec', secret: 'ABEiM0RVZneImaq7zN3u/w' },
] as const)('reads the secret $secret as $form', async ({ form, secret }) => {
  const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const headers = defineScheme(definition)({ secrets: bytes }).sign({ id: 'evt_1', body: 'x', sentAt: now })
  const scheme = defineScheme({ ...definition, secret: form })({ secrets: secret })
  expect(await attempt({ scheme, parse: 'raw' }, { headers, rawBody: 'x' })).toBe('admitted')
})

test('hashes what stands behind the body too', () => {
  const scheme = defineScheme({ ...definition, signs: '{id}|{body}|{timestamp}' })({ secrets })
  const hashAt = (sentAt: number) => {
    const headers = scheme.sign({ id: 'evt_1', body: 'x', sentAt })
    return scheme.hashSignedContent(scheme.readHead({ headers }), Buffer.from('x'), { headers })
  }
  expect(hashAt(now)).toBe(hashAt(now))
  expect(hashAt(now + 1)).not.toBe(hashAt(now))
})

test.each([
  { signature: 'v1', genuine: ['v1'], others: ['v', 'v10', 'v1x', 'xv1', 'V1'] },
  { signature: 'v{n}', genuine: ['v1', 'v99'], others: ['v', 'v100', 'v1x', 'xv1', 'v-1'] },
  { signature: 's{n}h', genuine: ['s1h', 's42h'], others: ['s1', 's1x', 'sh', 's100h'] },
])('takes a pair for a signature under $genuine alone', async ({ signature, genuine, others }) => {
  const format = { pairs: ',', signature }
  const scheme = defineScheme({ ...definition, signature: { ...definition.signature, format } })({ secrets })
  const headers = scheme.sign({ id: 'evt_1', body: 'x', sentAt: now })
  const mac = headers['acme-signature']!.split('=')[1]!
  const send = (key: string) => {
    const sent = { ...headers, 'acme-signature': `a=b,${key}=${mac}` }
    return attempt({ scheme, parse: 'raw' }, { headers: sent, rawBody: 'x' })
  }
  for (const key of genuine) expect([key, await send(key)]).toEqual([key, 'admitted'])
  for (const key of others) expect([key, await send(key)]).toEqual([key, 'signature_unsupported'])
})

test('takes the bytes as sent, and another form of them where the sender signed that', async () => {
  const trimmed = {
    ...definition,
    alternativeBody: (rawBody: Uint8Array) => Buffer.from(String(rawBody).trim()),
  }
  const scheme = defineScheme(trimmed)({ secrets })
  const plain = defineScheme(definition)({ secrets })
  for (const signer of [scheme, plain]) {
    const headers = signer.sign({ id: 'evt_1', body: ' x ', sentAt: now })
    expect(await attempt({ scheme, parse: 'raw' }, { headers, rawBody: ' x ' })).toBe('admitted')
    expect(await attempt({ scheme, parse: 'raw' }, { headers, rawBody: ' y ' })).toBe('signature_mismatch')
  }
})

test('refuses secrets of fewer bytes than the definition says', () => {
  const make = (bytes: number) => () =>
    defineScheme({ ...definition, minimumSecretBytes: 32 })({ secrets: Buffer.alloc(bytes, 7) })
  expect(make(31)).toThrow(/31 bytes, and at least 32/)
  expect(make(32)).not.toThrow()
})

test.each([
  { form: 'hex', secret: '00112233445566778899aabbccddeeffgg', message: /is not hexadecimal/ },
  { form: 'hex', secret: '00112233445566778899aabbccddeeff0', message: /is not hexadecimal/ },
  { form: 'base64', secret: 'ABEiM0RVZneImaq7zN3u/w-_', message: /is not base64/ },
  { form: 'base64', secret: 'ABEiM0RVZneI maq7zN3u/w==', message: /is not base64/ },
  { form: 'base64', secret: 'ABEiM0RVZneImaq7zN3u/w=', message: /is not base64/ },
  { form: 'base64', secret: 'ABEiM0RVZneImaq7zN3u/x==', message: /is not base64/ },
] as const)('refuses the secret $secret as $form', ({ form, secret, message }) => {
  expect(() => defineScheme({ ...definition, secret: form })({ secrets: secret })).toThrow(message)
})

test('writes and reads several signatures of a list, each with its label', async () => {
  const listed = defineScheme({
    ...definition,
    signature: {
      header: 'acme-signature',
      format: { list: ',', label: 'v2', labelSeparator: ':' },
      encoding: 'hex',
    },
  })
  const headers = listed({ secrets: [secrets, 'another-active-secret'] }).sign({
    id: '1',
    body: 'x',
    sentAt: now,
  })
  expect(headers['acme-signature']).toMatch(/^v2:[0-9a-f]{64},v2:[0-9a-f]{64}$/)
  for (const secret of [secrets, 'another-active-secret']) {
    expect(
      await attempt({ scheme: listed({ secrets: secret }), parse: 'raw' }, { headers, rawBody: 'x' }),
    ).toBe('admitted')
  }
})
