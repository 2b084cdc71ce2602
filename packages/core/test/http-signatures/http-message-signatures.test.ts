import { createHash, createHmac, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { createReceiver, keyRing, SignatureError, type SignatureReason } from '../../src/index.js'
import { contentDigest, httpMessageSignatures } from '../../src/http-signatures/index.js'
import type { KeyEntry } from '../../src/keys/key-ring.js'
import { manualClock } from '@postern/testing'
import { attempt, now, outcomeOf } from '../attempt.js'

const secret = Buffer.alloc(32, 7)
const edwards = generateKeyPairSync('ed25519')
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

const url = 'https://hooks.example.com/in?tenant=7'
const delivery = { body: '{"id":"evt_1"}', id: 'evt_1', sentAt: now }
const hmacKey = { kid: 'k', algorithm: 'hmac-sha256', key: secret } as const
const withId = ['@method', '@target-uri', 'content-digest', 'webhook-id']

type Options = Omit<Parameters<typeof httpMessageSignatures>[0], 'keys'> & { keys?: KeyEntry[] }

function send(options: Options = {}, what = delivery): Record<string, string> {
  const headers = httpMessageSignatures({ keys: [hmacKey], url, ...options }).sign(what)
  return { host: 'hooks.example.com', 'content-type': 'application/json', ...headers }
}

const signed = send()
const input = signed['signature-input']!

interface Sent {
  headers: Record<string, string | string[]>
  url?: string
  rawBody?: string
  rawHeaders?: string[]
}

function receive(sent: Sent, options: Options = {}): Promise<string> {
  const scheme = httpMessageSignatures({ keys: [hmacKey], ...options })
  return attempt({ scheme, eventId: false }, { url: '/in?tenant=7', rawBody: delivery.body, ...sent })
}

test.each([
  { algorithm: 'hmac-sha256', name: 'hmac-sha256', sender: secret, receiver: secret },
  { algorithm: 'ed25519', name: 'ed25519', sender: edwards.privateKey, receiver: edwards.publicKey },
  {
    algorithm: 'ecdsa-p256-sha256',
    name: 'ecdsa-p256-sha256',
    sender: p256.privateKey,
    receiver: p256.publicKey,
  },
  { algorithm: 'rsa-pss-sha512', name: 'rsa-pss-sha512', sender: rsa.privateKey, receiver: rsa.publicKey },
  {
    algorithm: 'rsa-pkcs1-sha256',
    name: 'rsa-v1_5-sha256',
    sender: rsa.privateKey,
    receiver: rsa.publicKey,
  },
] as const)('signs and verifies with $name', async ({ algorithm, name, sender, receiver }) => {
  const headers = send({ keys: [{ kid: 'k', algorithm, key: sender }] })
  expect(headers['signature-input']).toBe(
    `sig1=("@method" "@target-uri" "content-digest");created=${String(now / 1000)};keyid="k";alg="${name}"`,
  )
  const keys = [{ kid: 'k', algorithm, key: receiver }]
  expect(await receive({ headers }, { keys })).toBe('admitted')
  expect(await receive({ headers, rawBody: '{"id":"evt_2"}' }, { keys })).toBe('digest_mismatch')
})

test('signs and verifies every component that there is', async () => {
  const components = [
    ...['@authority', '@method', '@path', '@query', '@request-target', '@scheme', '@target-uri'],
    ...['content-digest', 'webhook-id'],
  ]
  expect(await receive({ headers: send({ components, tag: 'webhook' }) }, { components })).toBe('admitted')
})

test('verifies any body and id, and none with a bit flipped', async () => {
  const printable = fc.stringMatching(/^[\x21-\x7e]{1,40}$/)
  await fc.assert(
    fc.asyncProperty(fc.string(), printable, fc.nat(), async (body, id, at) => {
      const headers = send({ components: withId }, { ...delivery, body, id })
      const scheme = httpMessageSignatures({ keys: [hmacKey], components: withId })
      const request = { url: '/in?tenant=7', headers }
      const options = { scheme, parse: 'raw' } as const
      expect(await attempt(options, { ...request, rawBody: body })).toBe('admitted')
      const changed = Buffer.from(`${body} `)
      changed[at % changed.length]! ^= 1 << (at % 8)
      expect(await attempt(options, { ...request, rawBody: changed })).toBe('digest_mismatch')
    }),
    { numRuns: 50 },
  )
})

test('verifies no signature or input with a bit flipped', () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  const read = (headers: Record<string, string>) =>
    scheme.readHead({ method: 'POST', url: '/in?tenant=7', headers })
  expect(read(signed).candidates).toHaveLength(1)
  for (const name of ['signature', 'signature-input', 'content-digest']) {
    const value = Buffer.from(signed[name]!)
    for (let bit = 0; bit < value.length * 7; bit += 1) {
      const flipped = Buffer.from(value)
      flipped[Math.floor(bit / 7)]! ^= 1 << (bit % 7)
      expect(() => read({ ...signed, [name]: flipped.toString('latin1') })).toThrow(SignatureError)
    }
  }
})

test('takes the event id of webhook-id where that must be covered', async () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey], components: withId })
  const sent = { url: '/in?tenant=7', rawBody: delivery.body }
  const headers = send({ components: withId })
  expect(await attempt({ scheme }, { ...sent, headers })).toBe('admitted')
  expect(scheme.readHead({ method: 'POST', ...sent, headers }).id).toBe('evt_1')
  expect(await attempt({ scheme }, { ...sent, headers: { ...headers, 'webhook-id': 'evt_2' } })).toBe(
    'signature_mismatch',
  )
  const { 'webhook-id': _, ...without } = headers
  expect(await attempt({ scheme }, { ...sent, headers: without })).toBe('id_missing')
  expect(httpMessageSignatures({ keys: [hmacKey] }).event.id).toEqual([])
})

test('refuses another method', () => {
  const headers = send()
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  const request = { url: '/in?tenant=7', headers }
  expect(scheme.readHead({ ...request, method: 'POST' }).sentAt).toBe(now)
  expect(() => scheme.readHead({ ...request, method: 'PUT' })).toThrow(
    expect.objectContaining({ reason: 'signature_mismatch' }),
  )
})

test.each<{ name: string; sent: Sent; reason: SignatureReason; options?: Options }>([
  { name: 'another path', sent: { headers: signed, url: '/out?tenant=7' }, reason: 'signature_mismatch' },
  { name: 'another query', sent: { headers: signed, url: '/in?tenant=8' }, reason: 'signature_mismatch' },
  {
    name: 'another host',
    sent: { headers: { ...signed, host: 'evil.example.com' } },
    reason: 'signature_mismatch',
  },
  {
    name: 'a host that is none',
    sent: { headers: { ...signed, host: 'a@b' } },
    reason: 'header_malformed',
  },
  {
    name: 'a target that has no path',
    sent: { headers: signed, url: '*' },
    reason: 'signature_unsupported',
  },
  {
    name: 'a digest of another body',
    sent: { headers: { ...signed, 'content-digest': contentDigest('{}') }, rawBody: '{}' },
    reason: 'signature_mismatch',
  },
  {
    name: 'an algorithm that its key is not for',
    sent: { headers: signed },
    options: { keys: [{ kid: 'k', algorithm: 'ed25519', key: edwards.publicKey }] },
    reason: 'algorithm_not_allowed',
  },
  {
    name: 'an algorithm of no key where none is named',
    sent: { headers: { ...signed, 'signature-input': input.replace(';keyid="k"', '') } },
    options: { keys: [{ kid: 'k', algorithm: 'ed25519', key: edwards.publicKey }] },
    reason: 'algorithm_not_allowed',
  },
  {
    name: 'an unknown keyid',
    sent: { headers: signed },
    options: { keys: [{ ...hmacKey, kid: 'other' }] },
    reason: 'signature_mismatch',
  },
  {
    name: 'another key',
    sent: { headers: signed },
    options: { keys: [{ ...hmacKey, key: Buffer.alloc(32, 8) }] },
    reason: 'signature_mismatch',
  },
  {
    name: 'a key past its date',
    sent: { headers: signed },
    options: { keys: [{ ...hmacKey, notAfter: now - 1 }] },
    reason: 'signature_mismatch',
  },
  {
    name: 'no tag where one is asked for',
    sent: { headers: signed },
    options: { tag: 'webhook' },
    reason: 'signature_unsupported',
  },
  {
    name: 'another tag',
    sent: { headers: send({ tag: 'other' }) },
    options: { tag: 'webhook' },
    reason: 'signature_unsupported',
  },
  {
    name: 'a signature that covers too little',
    sent: { headers: signed },
    options: { components: ['@authority', 'content-digest'] },
    reason: 'coverage_insufficient',
  },
  {
    name: 'a signature of six minutes ago',
    sent: { headers: send({}, { ...delivery, sentAt: now - 360_000 }) },
    reason: 'timestamp_too_old',
  },
  {
    name: 'a signature of six minutes ahead',
    sent: { headers: send({}, { ...delivery, sentAt: now + 360_000 }) },
    reason: 'timestamp_in_future',
  },
  { name: 'no signature', sent: { headers: { ...signed, signature: '' } }, reason: 'signature_missing' },
  {
    name: 'no signature input',
    sent: { headers: { ...signed, 'signature-input': '' } },
    reason: 'signature_missing',
  },
  {
    name: 'a signature of another length',
    sent: { headers: { ...signed, signature: 'sig1=:AAAA:' } },
    reason: 'signature_malformed',
  },
  {
    name: 'a signature under another label',
    sent: { headers: { ...signed, signature: signed['signature']!.replace('sig1', 'sig2') } },
    reason: 'header_malformed',
  },
  {
    name: 'a signature twice',
    sent: { headers: { ...signed, signature: `sig1=:AAAA:, ${signed['signature']!}` } },
    reason: 'header_malformed',
  },
  {
    name: 'a signature that has no input',
    sent: { headers: { ...signed, signature: `${signed['signature']!}, sig2=:AAAA:` } },
    reason: 'header_malformed',
  },
  {
    name: 'a signature that is text',
    sent: { headers: { ...signed, signature: 'sig1="abc"' } },
    reason: 'header_malformed',
  },
])('refuses $name', async ({ sent, reason, options }) => {
  expect(await receive(sent, options)).toBe(reason)
})

test.each([
  { name: 'a label twice', from: /^.*$/, to: '$&, $&', reason: 'header_malformed' },
  { name: 'a parameter twice', from: ';keyid', to: ';created=1;keyid', reason: 'header_malformed' },
  { name: 'a display string', from: '"k"', to: '%"k"', reason: 'header_malformed' },
  { name: 'a component twice', from: '"@method"', to: '"@method" "@method"', reason: 'header_malformed' },
  { name: 'a component in upper case', from: '"@method"', to: '"X-A"', reason: 'header_malformed' },
  { name: 'an unknown derived component', from: '"@method"', to: '"@a"', reason: 'signature_unsupported' },
  {
    name: 'the parameters as a component',
    from: '"@method"',
    to: '"@signature-params"',
    reason: 'signature_unsupported',
  },
  {
    name: 'a component with ;sf',
    from: '"content-digest"',
    to: '"content-digest";sf',
    reason: 'signature_unsupported',
  },
  {
    name: 'a component with ;req',
    from: '"@method"',
    to: '"@method";req',
    reason: 'signature_unsupported',
  },
  { name: 'a component that is a token', from: '"@method"', to: 'method', reason: 'header_malformed' },
  { name: 'a covered header that is absent', from: ')', to: ' "x-a")', reason: 'signature_mismatch' },
  { name: 'no created', from: /;created=\d+/, to: '', reason: 'timestamp_missing' },
  { name: 'created as text', from: /;created=\d+/, to: ';created="1"', reason: 'timestamp_malformed' },
  { name: 'created below zero', from: /;created=\d+/, to: ';created=-1', reason: 'timestamp_malformed' },
  { name: 'created as a fraction', from: /(;created=\d+)/, to: '$1.5', reason: 'timestamp_malformed' },
  { name: 'another created', from: /;created=\d+/, to: ';created=1', reason: 'signature_mismatch' },
  { name: 'an expiry as text', from: ';keyid', to: ';expires="1";keyid', reason: 'header_malformed' },
  { name: 'a keyid as a token', from: '"k"', to: 'k', reason: 'header_malformed' },
  { name: 'an algorithm that is unknown', from: 'hmac-sha256', to: 'none', reason: 'algorithm_not_allowed' },
  { name: 'no list', from: /\(.*\)/, to: '"a"', reason: 'header_malformed' },
  { name: 'what does not parse', from: ')', to: '', reason: 'header_malformed' },
])('refuses $name in the input', async ({ from, to, reason }) => {
  const headers = { ...signed, 'signature-input': input.replace(from, to) }
  expect(headers['signature-input']).not.toBe(input)
  expect(await receive({ headers })).toBe(reason)
})

test('refuses a signature past its own expiry', async () => {
  const { base, sign } = signer(`;created=${String(now / 1000 - 60)};expires=${String(now / 1000 - 1)}`)
  expect(await receive({ headers: sign(base) })).toBe('signature_expired')
  const still = signer(`;created=${String(now / 1000 - 60)};expires=${String(now / 1000)}`)
  expect(await receive({ headers: still.sign(still.base) })).toBe('admitted')
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  const request = { url: '/in?tenant=7', headers: still.sign(still.base), rawBody: delivery.body }
  const outcomeAt = (instant: number) =>
    attempt({ scheme, eventId: false, clock: manualClock(instant) }, request)
  // An expiry in seconds is the whole of its second.
  expect(await outcomeAt(now + 999)).toBe('admitted')
  expect(await outcomeAt(now + 1000)).toBe('signature_expired')
})

test('writes when a signature expires, where the sender says how long it lasts', async () => {
  const headers = send({ expiresAfterMs: 60_000 })
  expect(headers['signature-input']).toContain(`;created=${now / 1000};expires=${now / 1000 + 60};`)
  expect(await receive({ headers })).toBe('admitted')
  const late = send({ expiresAfterMs: 60_000 }, { ...delivery, sentAt: now - 61_000 })
  expect(await receive({ headers: late })).toBe('signature_expired')
})

test('has every signature carry a nonce of its own, where one is asked for', async () => {
  const [one, two] = [send({ nonce: true }), send({ nonce: true })]
  expect(one['signature-input']).toMatch(/;nonce="[\w-]{22}";/)
  expect(one['signature-input']).not.toBe(two['signature-input'])
  const receiver = createReceiver({
    scheme: httpMessageSignatures({ keys: [hmacKey], nonce: true }),
    eventId: 'hash',
    clock: manualClock(now),
    onRejected: () => undefined,
  })
  const outcomes = [one, one, two, signed, { ...one, 'signature-input': noncesOf(one, '""') }].map(
    (headers) =>
      outcomeOf(receiver.receive({ method: 'POST', url: '/in?tenant=7', headers, rawBody: delivery.body })),
  )
  expect(await Promise.all(outcomes)).toEqual([
    'admitted',
    'ERR_WEBHOOK_IN_FLIGHT',
    'admitted',
    'coverage_insufficient',
    'coverage_insufficient',
  ])
  const asToken = { ...one, 'signature-input': noncesOf(one, 'token') }
  expect(await receive({ headers: asToken })).toBe('header_malformed')
})

function noncesOf(headers: Record<string, string>, nonce: string): string {
  return headers['signature-input']!.replace(/nonce="[^"]*"/, `nonce=${nonce}`)
}

test('refuses digests of unknown algorithms alone', async () => {
  const { base, sign } = signer(`;created=${String(now / 1000)}`, 'md5=:1B2M2Y8AsgTpgAmY7PhCfg==:')
  expect(await receive({ headers: sign(base) })).toBe('digest_unsupported')
})

/** Signs by hand, what our own sender never would. */
function signer(parameters: string, digest = contentDigest(delivery.body)) {
  const list = `("@method" "@target-uri" "content-digest")${parameters}`
  const base = `"@method": POST\n"@target-uri": ${url}\n"content-digest": ${digest}\n"@signature-params": ${list}`
  const sign = (text: string) => ({
    host: 'hooks.example.com',
    'content-type': 'application/json',
    'content-digest': digest,
    'signature-input': `s=${list}`,
    signature: `s=:${createHmac('sha256', secret).update(text).digest('base64')}:`,
  })
  return { base, sign }
}

test('takes the first of several signatures that verifies', async () => {
  const other = { ...hmacKey, kid: 'other', key: Buffer.alloc(32, 8) }
  const both = send({ keys: [other, hmacKey] })
  expect(both['signature']).toMatch(/^sig1=\S+, sig2=\S+$/)
  expect(await receive({ headers: both })).toBe('admitted')
  expect(await receive({ headers: both }, { keys: [{ ...other, notAfter: now - 1 }, hmacKey] })).toBe(
    'admitted',
  )
})

test('lets no unverified signature make an old one fresh', async () => {
  const old = send({}, { ...delivery, sentAt: now - 360_000 })
  const forged = `sig0=("@method" "@target-uri" "content-digest");created=${String(now / 1000)}`
  const headers = {
    ...old,
    'signature-input': `${forged}, ${old['signature-input']!}`,
    signature: `sig0=:${'A'.repeat(43)}=:, ${old['signature']!}`,
  }
  expect(await receive({ headers })).toBe('timestamp_too_old')
})

test('lets no signature of a key past its date make an old one fresh', async () => {
  const gone = { ...hmacKey, kid: 'gone', key: Buffer.alloc(32, 8) }
  const fresh = send({ keys: [gone] })
  const old = send({}, { ...delivery, sentAt: now - 360_000 })
  const headers = {
    ...old,
    'signature-input': `${fresh['signature-input']!}, ${old['signature-input']!.replace('sig1', 'sig2')}`,
    signature: `${fresh['signature']!}, ${old['signature']!.replace('sig1', 'sig2')}`,
  }
  const keys = [{ ...gone, notAfter: now - 1 }, hmacKey]
  expect(await receive({ headers }, { keys })).toBe('signature_mismatch')
})

test.each(['evt 1', 'evt_1, evt_2', ''])('refuses the webhook-id %j, though it is signed', async (id) => {
  const { base, sign } = signer(`;created=${String(now / 1000)}`)
  const headers = {
    ...sign(
      base.replace('\n"@sig', `\n"webhook-id": ${id}\n"@sig`).replace('-digest")', '-digest" "webhook-id")'),
    ),
    'webhook-id': id,
  }
  headers['signature-input'] = headers['signature-input'].replace('-digest")', '-digest" "webhook-id")')
  expect(await receive({ headers }, { components: withId })).toBe('id_malformed')
})

test('says of several signatures what came nearest to one', async () => {
  const method = `sig0=("@method");created=${String(now / 1000)}`
  const headers = {
    ...signed,
    'signature-input': `${method}, ${input}`,
    signature: `sig0=:${'A'.repeat(43)}=:, ${signed['signature']!}`,
  }
  const others = { keys: [{ ...hmacKey, key: Buffer.alloc(32, 8) }] }
  expect(await receive({ headers }, others)).toBe('signature_mismatch')
  expect(await receive({ headers })).toBe('admitted')
})

test('takes sixteen signatures, and refuses seventeen', async () => {
  const keys = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...hmacKey, kid: `k${String(index)}` }))
  const receiver = { keys: [{ ...hmacKey, kid: 'k0' }] }
  expect(await receive({ headers: send({ keys: keys(16) }) }, receiver)).toBe('admitted')
  expect(await receive({ headers: send({ keys: keys(17) }) }, receiver)).toBe('header_malformed')
})

test('takes a keyid for text, whatever stands in it', async () => {
  const keys = [{ ...hmacKey, kid: 'a,b;c=1;c=2 %"\\"' }]
  expect(await receive({ headers: send({ keys }) }, { keys })).toBe('admitted')
})

test('tries all keys where the message names none', async () => {
  const { base, sign } = signer(`;created=${String(now / 1000)}`)
  const keys = [{ ...hmacKey, kid: 'a', key: Buffer.alloc(32, 8) }, hmacKey]
  expect(await receive({ headers: sign(base) }, { keys })).toBe('admitted')
})

test('joins a header that came in several lines', async () => {
  const { signature, 'signature-input': sent, ...rest } = send({ keys: [hmacKey, { ...hmacKey, kid: 'l' }] })
  const raw = Object.entries(rest).flat()
  for (const line of sent!.split(', ')) raw.push('Signature-Input', line)
  for (const line of signature!.split(', ')) raw.push('Signature', `  ${line}\t`)
  expect(await receive({ headers: rest, rawHeaders: raw })).toBe('admitted')
  const digestTwice = ['content-digest', contentDigest('{}', 'sha-512'), ...raw]
  expect(await receive({ headers: rest, rawHeaders: digestTwice })).toBe('signature_mismatch')
})

test('takes where the request went from baseUrl, or from a target in absolute form', async () => {
  const headers = { ...send(), host: 'internal:8080' }
  expect(await receive({ headers })).toBe('signature_mismatch')
  expect(await receive({ headers }, { baseUrl: 'https://Hooks.Example.com:443' })).toBe('admitted')
  expect(await receive({ headers, url })).toBe('admitted')
  const local = send({ url: 'http://127.0.0.1:8080/in?tenant=7' })
  expect(await receive({ headers: local }, { baseUrl: 'http://127.0.0.1:8080' })).toBe('admitted')
})

test('refuses a value that would bring a line of its own', async () => {
  const components = [...withId, 'x-a']
  const { base, sign } = signer(`;created=${String(now / 1000)}`)
  const headers = { ...sign(base), 'x-a': 'a\n"b": c', 'webhook-id': 'evt_1' }
  headers['signature-input'] = `s=("@method" "@target-uri" "content-digest" "webhook-id" "x-a");created=1`
  expect(await receive({ headers }, { components })).toBe('signature_unsupported')
})

test('hashes what was signed with the body', () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey], url })
  const request = { method: 'POST', url: '/in?tenant=7', headers: send() }
  const body = Buffer.from(delivery.body)
  const { base } = signer(`;created=${String(now / 1000)};keyid="k";alg="hmac-sha256"`)
  expect(scheme.hashSignedContent(scheme.readHead(request), body, request)).toBe(
    createHash('sha256').update(base).update(body).digest('base64url'),
  )
})

test('says which keys are private, and takes those of a ring that it can', () => {
  const keys = keyRing([
    { kid: 'private', algorithm: 'ed25519', key: edwards.privateKey },
    { kid: 'public', algorithm: 'rsa-pss-sha512', key: rsa.publicKey },
    { kid: 'other', algorithm: 'rsa-pss-sha256', key: rsa.privateKey },
  ])
  expect(httpMessageSignatures({ keys }).privateKeys).toEqual(['private'])
  const others = keyRing([{ algorithm: 'aes-256-gcm', key: secret }])
  expect(() => httpMessageSignatures({ keys: others })).toThrow(/no key of the ring/)
})

test.each<{ name: string; options: Options; message: RegExp }>([
  { name: 'no digest', options: { components: ['@method'] }, message: /content-digest/ },
  {
    name: 'upper case',
    options: { components: ['content-digest', 'Date'] },
    message: /components has Date/,
  },
  { name: 'an unknown component', options: { components: ['@status'] }, message: /has @status/ },
  {
    name: 'a component twice',
    options: { components: ['content-digest', 'content-digest'] },
    message: /twice/,
  },
  { name: 'a path in baseUrl', options: { baseUrl: 'https://a.example/b' }, message: /without a path/ },
  { name: 'a URL that is none', options: { url: '/in' }, message: /absolute/ },
  { name: 'a URL of no web server', options: { baseUrl: 'ftp://a.example' }, message: /absolute http/ },
  { name: 'a URL with a user', options: { baseUrl: 'https://u@a.example' }, message: /without a user/ },
  { name: 'a URL with a password', options: { url: 'https://:p@a.example' }, message: /without a user/ },
  { name: 'a query in baseUrl', options: { baseUrl: 'https://a.example/?b' }, message: /without a path/ },
  { name: 'an empty tag', options: { tag: '' }, message: /tag/ },
  {
    name: 'a key for something else',
    options: { keys: [{ algorithm: 'rsa-pss-sha256', key: rsa.publicKey }] },
    message: /is for rsa-pss-sha256/,
  },
  { name: 'a kid beyond ASCII', options: { keys: [{ ...hmacKey, kid: 'ключ' }] }, message: /ASCII/ },
  { name: 'an unknown option', options: { requireNonce: true } as Options, message: /unknown option/ },
])('refuses $name in its options', ({ options, message }) => {
  expect(() => httpMessageSignatures({ keys: [hmacKey], ...options })).toThrow(message)
})

test('does not let its list of components be changed later', async () => {
  const components = [...withId]
  const scheme = httpMessageSignatures({ keys: [hmacKey], components })
  components.length = 0
  expect(await attempt({ scheme }, { url: '/in?tenant=7', headers: signed, rawBody: delivery.body })).toBe(
    'coverage_insufficient',
  )
})

test('heeds the use and the state of a shared secret', async () => {
  const using = (changed: Partial<KeyEntry>) => ({ keys: [{ ...hmacKey, ...changed }] })
  expect(await receive({ headers: signed }, using({ use: 'verify' }))).toBe('admitted')
  expect(await receive({ headers: signed }, using({ state: 'retiring' }))).toBe('admitted')
  expect(await receive({ headers: signed }, using({ use: 'sign' }))).toBe('signature_mismatch')
  expect(send(using({ use: 'sign' }))).toHaveProperty('signature')
  expect(() => send(using({ use: 'verify' }))).toThrow(/no key that can sign/)
  expect(() => send(using({ state: 'retiring' }))).toThrow(/no key that can sign/)
})

test('lets no receiver forget a delivery while its signature is fresh', () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  expect(() => createReceiver({ scheme, eventId: '$.id', retentionMs: 500_000 })).toThrow(/retentionMs/)
})

test('signs nothing that it cannot send', () => {
  const scheme = (options: Options) => httpMessageSignatures({ keys: [hmacKey], ...options })
  expect(() => scheme({}).sign(delivery)).toThrow(/give the url/)
  expect(Object.keys(scheme({ components: ['@method', 'content-digest'] }).sign(delivery))).toEqual([
    'content-digest',
    'signature-input',
    'signature',
  ])
  const header = ['content-digest', 'content-type']
  expect(() => scheme({ url, components: header }).sign(delivery)).toThrow(/content-type is covered/)
  const id = scheme({ url, components: withId })
  expect(() => id.sign({ body: '' })).toThrow(/no id/)
  expect(() => id.sign({ body: '', id: 'a b' })).toThrow(/white space/)
  const verifier = scheme({ url, keys: [{ algorithm: 'ed25519', key: edwards.publicKey }] })
  expect(() => verifier.sign(delivery)).toThrow(/no key that can sign/)
  const lapsed = scheme({ url, keys: [{ ...hmacKey, notAfter: now - 1 }] })
  expect(() => lapsed.sign(delivery)).toThrow(/no key that can sign is in force/)
  expect(lapsed.sign({ ...delivery, sentAt: now - 1 })).toHaveProperty('signature')
})

test('signs for the URL, the method and the headers of the delivery itself', async () => {
  const components = ['@method', '@target-uri', 'content-digest', 'content-type']
  const scheme = httpMessageSignatures({ keys: [hmacKey], components, url: 'https://other.example/' })
  const sent = { 'Content-Type': 'application/json', host: 'hooks.example.com' }
  const headers = { ...sent, ...scheme.sign({ ...delivery, url, headers: sent }) }
  expect(Object.keys(headers)).not.toContain('content-type')
  expect(await receive({ headers }, { components })).toBe('admitted')
  expect(await receive({ headers: { ...headers, 'Content-Type': 'text/plain' } }, { components })).toBe(
    'signature_mismatch',
  )
  expect(await receive({ headers, url: '/out' }, { components })).toBe('signature_mismatch')
  const put = { ...sent, ...scheme.sign({ ...delivery, url, headers: sent, method: 'PUT' }) }
  const request = { url: '/in?tenant=7', headers: put }
  expect(() => scheme.readHead({ ...request, method: 'PUT' })).not.toThrow()
  expect(() => scheme.readHead({ ...request, method: 'POST' })).toThrow('could not be verified')
})

test('refuses to sign for what is no URL', () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  expect(() => scheme.sign({ ...delivery, url: '/in' })).toThrow(/url must be an absolute/)
  expect(() => scheme.sign({ ...delivery, url: 'https://u:p@a.example/' })).toThrow(/without a user/)
})

test('throws a fault of the caller as what it is', () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  expect(() => scheme.readHead({ method: 'POST', headers: signed })).toThrow(TypeError)
  expect(() => scheme.readHead({ url: '/in?tenant=7', headers: signed })).toThrow(TypeError)
  // Also behind a signature that is not for us.
  const both = send({ keys: [{ ...hmacKey, kid: 'other' }, hmacKey] })
  expect(() => scheme.readHead({ method: 'POST', headers: both })).toThrow(TypeError)
})

test('reads the headers of a Fetch request', async () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  const headers = new Headers(signed)
  expect(await attempt({ scheme, eventId: false }, { url, headers, rawBody: delivery.body })).toBe('admitted')
})

test('gives a head or a refusal for any headers', () => {
  const scheme = httpMessageSignatures({ keys: [hmacKey] })
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(input, signed['signature']!),
    fc
      .array(fc.constantFrom('a', '=', '(', ')', '"', ';', ',', ':', '%', '@', '1', '-', '.', '?', '\\', ' '))
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, text, text, (signatureInput, signature, digest) => {
      const headers = { ...signed, 'signature-input': signatureInput, signature, 'content-digest': digest }
      try {
        scheme.readHead({ method: 'POST', url: '/in?tenant=7', headers })
      } catch (error) {
        expect(error).toHaveProperty('code', 'ERR_WEBHOOK_SIGNATURE')
      }
    }),
    { numRuns: 500 },
  )
})
