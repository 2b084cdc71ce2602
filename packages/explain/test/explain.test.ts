import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { clerk } from '@postern/providers/clerk'
import { github } from '@postern/providers/github'
import { meta } from '@postern/providers/meta'
import { resend } from '@postern/providers/resend'
import { slack } from '@postern/providers/slack'
import { square } from '@postern/providers/square'
import { stripe } from '@postern/providers/stripe'
import { zoom } from '@postern/providers/zoom'
import { explain, type Explanation, type SchemeMaker } from '@postern/explain'
import {
  bodyFailures,
  headFailures,
  mac,
  now,
  request,
  secretFailures,
  signed,
  text,
  unknowns,
  urlFailures,
} from './failures.js'

const failures = [...bodyFailures, ...secretFailures, ...headFailures, ...urlFailures]

function secretsOf(secrets: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets]
  return list.flatMap((secret) => (typeof secret === 'string' ? [secret.trim()] : []))
}

/** Longer runs than these are words. */
function macsIn(text: string): string[] {
  return text.match(/[0-9a-f]{40,}|[A-Za-z0-9+/]{43}=/g) ?? []
}

function expectNothingSecret(explanation: Explanation, secrets: readonly string[]): void {
  const shown = inspect(explanation, { depth: 9 }) + JSON.stringify(explanation)
  for (const secret of secrets) expect(shown).not.toContain(secret)
  expect(macsIn(shown)).toEqual([])
}

test.each(failures)('$name: $cause', async ({ name: _, cause, ...options }) => {
  const explanation = await explain({ receivedAt: now, ...options })
  expect(explanation).toMatchObject({ verifies: false, cause })
  expect(explanation.change).toMatch(/\.$/)
  for (const framework of ['express', 'koa', 'fastify'] as const)
    expect(explanation.fix?.[framework].length).toBeGreaterThan(20)
  expectNothingSecret(explanation, [...secretsOf(options.secrets), text])
})

test.each(unknowns)('$name: no known cause', async ({ name: _, ...options }) => {
  const explanation = await explain({ receivedAt: now, ...options, presets: { github, slack } })
  expect(explanation).toMatchObject({
    verifies: false,
    cause: 'no_known_cause',
    change: 'no known cause',
    fix: undefined,
  })
  expectNothingSecret(explanation, [...secretsOf(options.secrets), text])
})

test('says of a request that verifies that it does, and how old it was', async () => {
  const explanation = await explain({
    request: request(signed.stripe('{}', text, String(now / 1000 - 5)), '{}'),
    scheme: stripe,
    secrets: ['another secret', text],
    receivedAt: now,
  })
  expect(explanation).toMatchObject({
    verifies: true,
    cause: undefined,
    change: undefined,
    keyId: '1',
    scheme: 'stripe',
  })
  expect(explanation.skew).toMatchObject({ seconds: 5, isWithinTolerance: true, toleranceSeconds: 300 })
})

test('says by how many seconds a clock is wrong, and what the tolerance is', async () => {
  const explanation = await explain({
    request: request(signed.stripe('{}', text, String(now / 1000 + 421)), '{}'),
    scheme: stripe,
    secrets: text,
    receivedAt: now,
  })
  expect(explanation).toMatchObject({ cause: 'clock_skew', reason: 'timestamp_in_future' })
  expect(explanation.change).toContain('421 s ahead')
  expect(explanation.change).toContain('outside the tolerance of 300 s')
})

test('takes a wider tolerance, and any age with false', async () => {
  const late = request(signed.stripe('{}', text, String(now / 1000 - 600)), '{}')
  const common = { request: late, scheme: stripe, secrets: text, receivedAt: now }
  expect(await explain({ ...common, toleranceMs: 600_000 })).toMatchObject({ verifies: true })
  expect(await explain({ ...common, toleranceMs: 599_000 })).toMatchObject({ cause: 'clock_skew' })
  const anyAge = await explain({ ...common, toleranceMs: false })
  expect(anyAge).toMatchObject({ verifies: true, skew: { toleranceSeconds: false } })
  expect(anyAge.skew?.sentence).toContain('and any age is taken')
})

test('names the body of an old recording, and not its age', async () => {
  const old = request(signed.stripe('{ "a":1 }\n', text), '{ "a":1 }')
  const explanation = await explain({
    request: old,
    scheme: stripe,
    secrets: text,
    receivedAt: now + 86_400_000,
  })
  expect(explanation).toMatchObject({ cause: 'body_trailing_newline', skew: { isWithinTolerance: false } })
})

test('finds the scheme among presets where none is given', async () => {
  const explanation = await explain({
    request: request(signed.github('{}'), '{}'),
    presets: { stripe, slack, github },
    secrets: text,
  })
  expect(explanation).toMatchObject({ verifies: true, scheme: 'github', cause: undefined })
})

test('names each preset that signs alike, and takes none of them for the only one', async () => {
  const same = { resend, clerk, github }
  const captured = request(signed.standard('{}'), '{}')
  const inSvix = Object.fromEntries(
    Object.entries(captured.headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
  )
  const options = {
    request: { ...captured, headers: inSvix },
    secrets: 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3',
    receivedAt: now,
    presets: same,
  }
  const refused = await explain({ ...options, scheme: stripe })
  expect(refused).toMatchObject({ cause: 'other_scheme', presets: ['resend', 'clerk'] })
  expect(refused.change).toContain("one of the schemes 'resend', 'clerk', which sign alike")
  expect(await explain(options)).toMatchObject({ verifies: true, presets: ['resend', 'clerk'] })
})

test('says of an old request without a scheme that it is old, and not that the scheme is another', async () => {
  const old = request(signed.stripe('{}', text, String(now / 1000 - 3600)), '{}')
  const options = { presets: { github, stripe }, secrets: text, receivedAt: now }
  expect(await explain({ ...options, request: old })).toMatchObject({
    cause: 'clock_skew',
    reason: 'timestamp_too_old',
    scheme: 'stripe',
  })
  const got = { ...request(signed.github(''), ''), method: 'GET' }
  expect(await explain({ ...options, request: got })).toMatchObject({ cause: 'method', scheme: 'github' })
})

test('names no numbers where JSON.stringify changed others than those', async () => {
  const captured = request(signed.github(JSON.stringify({ 1: 'b', a: '\b' })), '{"a":"\\u0008","1":"b"}')
  const { cause } = await explain({ request: captured, scheme: github, secrets: text })
  expect(cause).toBe('body_reserialized')
})

test('needs a scheme, or presets and secrets', async () => {
  const empty = request({}, '')
  await expect(explain({ request: empty, secrets: text })).rejects.toThrow(TypeError)
  await expect(explain({ request: empty, presets: { github } })).rejects.toThrow(TypeError)
})

test('says in what a scheme refuses the secret, where no other form of it verifies', async () => {
  const explanation = await explain({
    request: request(signed.github('{}'), '{}'),
    scheme: github,
    secrets: 'brief',
  })
  expect(explanation).toMatchObject({ cause: 'no_known_cause', reason: 'secret_refused' })
  expect(explanation.detail).toContain('too short')
})

test('shows nothing of a refusal that has the secret in it', async () => {
  const scheme = ({ secrets }: { secrets: unknown }) => {
    throw new TypeError(`not a secret: ${String(secrets)}`)
  }
  const explanation = await explain({ request: request({}, '{}'), scheme, secrets: text })
  expect(explanation).toMatchObject({ reason: 'secret_refused', detail: undefined })
})

test('leaves out a URL that the scheme does not take, and asks other schemes with it and without', async () => {
  const url = 'https://hooks.example.com/a'
  const common = { secrets: text, url, receivedAt: now }
  const right = await explain({ ...common, request: request(signed.github('{}'), '{}'), scheme: github })
  expect(right.verifies).toBe(true)
  const presets = { square, github }
  const bySquare = request(signed.square('{}', url), '{}')
  expect(await explain({ ...common, request: bySquare, scheme: stripe, presets })).toMatchObject({
    cause: 'other_scheme',
    scheme: 'square',
  })
  const byGithub = await explain({
    ...common,
    request: request(signed.github('{}'), '{}'),
    scheme: square,
    presets,
  })
  expect(byGithub).toMatchObject({ cause: 'other_scheme', scheme: 'github' })
})

test('still gets to the body where the headers name many hosts and paths', async () => {
  const many = Array.from({ length: 99 }, (_, index) => `h${String(index)}.example.com`).join(', ')
  const headers = {
    'x-forwarded-host': many,
    'x-original-host': many,
    forwarded: many.replaceAll('h', 'host=h'),
    'x-forwarded-port': '1, 2, 3, 4, 5',
    'x-forwarded-prefix': '/a',
    'x-original-url': '/b?c',
    'x-original-uri': '/d?e',
    'x-forwarded-uri': '/f?g',
  }
  const captured = request(
    { ...signed.square('{"a":1}\n', 'https://example.com/webhooks'), ...headers },
    '{"a":1}',
  )
  const explanation = await explain({ request: captured, scheme: square, secrets: text })
  expect(explanation.cause).toBe('body_trailing_newline')
  expect(explanation.tries).toBeLessThan(2500)
})

test('never tries more than it is told', async () => {
  const explanation = await explain({
    request: request(signed.github('{}', 'another secret'), '{"a":[1,2,3,4,5,6,7,8,9]}'),
    scheme: github,
    secrets: text,
    maxTries: 10,
  })
  expect(explanation).toMatchObject({ cause: 'no_known_cause', tries: 10 })
})

test('ends soon with a body of megabytes, and of deep JSON', async () => {
  const bodies = [
    `[${'1,'.repeat(1_000_000)}1]`,
    '['.repeat(100_000) + ']'.repeat(100_000),
    '{"a":"'.padEnd(2_000_000, ' \t'),
    `${'['.repeat(60)}${'1,'.repeat(500_000)}1${']'.repeat(60)}`,
  ]
  for (const body of bodies) {
    const startedAt = performance.now()
    const explanation = await explain({
      request: request(signed.github('{}'), body),
      scheme: github,
      secrets: text,
    })
    expect(explanation.cause).toBe('no_known_cause')
    expect(explanation.tries * body.length).toBeLessThan(129 * 1024 * 1024)
    expect(performance.now() - startedAt).toBeLessThan(15_000)
  }
}, 60_000)

test('finds what was written again in a body of nearly a megabyte', async () => {
  const value = {
    items: Array.from({ length: 11_000 }, (_, id) => ({
      id,
      name: `item ${String(id)}`,
      tags: ['a', 'b'],
      price: 1.5,
    })),
  }
  const body = JSON.stringify(value)
  const captured = request(signed.github(JSON.stringify(value, undefined, 2)), body)
  const startedAt = performance.now()
  const { cause } = await explain({ request: captured, scheme: github, secrets: text })
  expect(cause).toBe('body_reserialized')
  expect(body.length).toBeGreaterThan(600_000)
  expect(performance.now() - startedAt).toBeLessThan(15_000)
})

test('verifies no more bytes than a second has time for, however many headers there are', async () => {
  const headers = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`x-${String(index)}`, 'value']),
  )
  const captured = request({ ...headers, ...signed.github('{}') }, Buffer.alloc(2 * 1024 * 1024))
  const { cause, tries } = await explain({ request: captured, scheme: github, secrets: text })
  expect(cause).toBe('no_known_cause')
  expect(tries).toBeLessThan(65)
})

test('passes over headers that are empty or too long for a signature', async () => {
  const headers = { 'x-signature': '', 'x-digest': 'a'.repeat(5000), 'x-hmac': mac(text, '{}') }
  const { cause } = await explain({ request: request(headers, '{} '), scheme: github, secrets: text })
  expect(cause).toBe('no_known_cause')
})

test('says of a prefix whether it lacks or is another', async () => {
  const bare = request({ 'x-hub-signature-256': mac(text, '{}') }, '{}')
  const other = request({ 'x-hub-signature-256': `sha1=${mac(text, '{}')}` }, '{}')
  const changeOf = async (captured: typeof bare) =>
    (await explain({ request: captured, scheme: github, secrets: text })).change
  expect(await changeOf(bare)).toContain("without a prefix in the header 'x-hub-signature-256'")
  expect(await changeOf(other)).toContain("with another prefix in the header 'x-hub-signature-256'")
})

test('takes POST in any case, and no other method for a check that is none by that method', async () => {
  const stamp = String(now / 1000)
  const headers = {
    'x-zm-request-timestamp': stamp,
    'x-zm-signature': `v0=${mac(text, `v0:${stamp}:{}`)}`,
  }
  const by = (method: string) =>
    explain({ request: { ...request(headers, '{}'), method }, scheme: zoom, secrets: text, receivedAt: now })
  expect(await by('post')).toMatchObject({ verifies: true })
  expect(await by('GET')).toMatchObject({ cause: 'method', reason: 'method_not_allowed' })
  const asMeta: SchemeMaker = (options) => meta({ ...options, verifyToken: 'a token' })
  const got = { ...request(signed.github(''), ''), method: 'GET' }
  expect(await explain({ request: got, scheme: asMeta, secrets: text })).toMatchObject({ cause: 'method' })
})

test('finds what was compressed on another system', async () => {
  const sent = gzipSync('{"a":1}')
  for (const system of [0x00, 0x03, 0x13, 0xff]) {
    sent[9] = system
    const captured = request(signed.github(sent), '{"a":1}')
    const { cause } = await explain({ request: captured, scheme: github, secrets: text })
    expect(cause).toBe('body_decompressed')
  }
})

test('inflates no more than a body can have', async () => {
  const inflated = Buffer.alloc(17 * 1024 * 1024)
  const captured = request(signed.github(inflated), gzipSync(inflated))
  const explanation = await explain({ request: captured, scheme: github, secrets: text })
  expect(explanation.cause).toBe('no_known_cause')
})

test('takes a signature of another payload for none', async () => {
  const explanation = await explain({
    request: request({ 'x-hub-signature-256': `sha256=${mac(text, 'something else')}` }, '{}'),
    scheme: github,
    secrets: text,
  })
  expect(explanation.cause).toBe('no_known_cause')
})
