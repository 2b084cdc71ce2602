import { createHmac, createPublicKey } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { presetNames } from '../src/preset-names.js'
import { printable, wantsColors } from '../src/terminal.js'
import { readdirSync } from 'node:fs'
import { postern, secret } from './postern.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-cli-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const key = Buffer.from('cG9zdGVybi1leGFtcGxlLXNlY3JldA==', 'base64')
const mac = (content: string, encoding: 'hex' | 'base64' = 'base64', by: Buffer | string = key) =>
  createHmac('sha256', by).update(content).digest(encoding)

const capture = (body: string, stamp = Math.floor(Date.now() / 1000)) =>
  [
    'POST /hooks HTTP/1.1',
    'host: example.com',
    'content-type: application/json',
    'webhook-id: msg_1',
    `webhook-timestamp: ${String(stamp)}`,
    `webhook-signature: v1,${mac(`msg_1.${String(stamp)}.${body}`)}`,
    '',
    body,
  ].join('\r\n')

test('prints help that has examples and exit codes, for each command', async () => {
  const whole = await postern(['--help'])
  expect(whole.code).toBe(0)
  for (const name of ['sign', 'verify', 'send', 'keys', 'listen', 'explain', 'schemes']) {
    expect(whole.out).toContain(`\n  ${name} `)
    const { code, out } = await postern([name, '--help'])
    expect(code).toBe(0)
    expect(out).toContain(`Usage: postern ${name}`)
    expect(out).toMatch(/Examples?:\n {2}/)
    expect(out).toContain('Exit codes: 0')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThan(100)
  }
})

test.each([
  [[], 'Say what to do'],
  [['frobnicate'], 'no such command'],
  [['sign', '--nonsense'], "Unknown option '--nonsense'"],
  [['sign', '--scheme', 'strip'], 'stripe'],
  [['verify', 'a', 'b'], 'one argument'],
  [['verify'], 'Name the file'],
  [['keys', 'hmac', 'more'], 'one argument'],
  [['keys', 'dsa'], 'keys hmac, rsa, ed25519 or aes'],
  [['keys', 'rsa', '--bits', '1024'], '2048, 3072 or 4096'],
  [['send'], '--url'],
  [['listen', '--port', '65536'], '--port'],
  [['listen', '--forward', 'localhost:3000'], '--forward'],
  [['sign', '--secret-env', 'NOT_SET'], 'NOT_SET is not set'],
  [['sign', '--secret-env', secret], 'never the secret itself'],
  [['explain', '--framework', 'rails'], '--framework'],
])('ends with 2 for %j', async (args, message) => {
  const { code, out, err } = await postern(args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
  expect(err).not.toContain(secret)
})

test.each([['--secret'], ['--secrets'], ['--secret=' + secret]])(
  'never takes a secret from an argument: %s',
  async (option) => {
    const { code, err } = await postern(['sign', option, secret])
    expect(code).toBe(2)
    expect(err).toContain('never an argument')
    expect(err).not.toContain(secret)
  },
)

test.each([
  [['verify', '/nowhere/capture']],
  [['sign', '--secret-file', '/nowhere/secret']],
  [['sign', '/nowhere/body']],
])('ends with 3 for a file that cannot be read: %j', async (args) => {
  const { code, err } = await postern(args)
  expect(code).toBe(3)
  expect(err).toContain('ENOENT')
})

test('reads no more of stdin than 64 MiB', async () => {
  const { code, err } = await postern(['sign'], { stdin: Buffer.alloc(64 * 1024 * 1024 + 1) })
  expect(code).toBe(3)
  expect(err).toContain('64 MiB')
})

test('takes several secrets in a variable, with spaces between them', async () => {
  const env = { WEBHOOK_SECRET: `whsec_YW5vdGhlci1zZWNyZXQtb2Ytb3Vycw==, ${secret}` }
  expect((await postern(['verify'], { stdin: capture('{}'), env })).code).toBe(0)
  expect((await postern(['explain'], { stdin: capture('{}'), env })).out).toMatch(
    /^verifies as standard-webhooks, secret 1\n/,
  )
})

test('ends with 3 for a capture that is none', async () => {
  const { code, err } = await postern(['verify'], { stdin: 'hello' })
  expect(code).toBe(3)
  expect(err).toContain('neither raw HTTP')
})

test('signs as another implementation does', async () => {
  const { code, out } = await postern(['sign', '--id', 'msg_7', '--timestamp', '1790000000'], {
    stdin: '{"a":1}',
  })
  expect(code).toBe(0)
  expect(out).toContain('webhook-id: msg_7\n')
  expect(out).toContain(`webhook-signature: v1,${mac('msg_7.1790000000.{"a":1}')}\n`)
})

test('prints no headers alone where the signature stands in the body', async () => {
  const env = { WEBHOOK_SECRET: 'a secret of the hook' }
  const stdin = '{"signature":{},"event-data":{"event":"opened"}}'
  const { code, err } = await postern(['sign', '--scheme', 'mailgun'], { stdin, env })
  expect(code).toBe(2)
  expect(err).toContain('stands in the body or the URL')
  const signed = await postern(['sign', '--scheme', 'mailgun', '--json'], { stdin, env })
  const body = JSON.parse(Buffer.from(JSON.parse(signed.out).bodyBase64, 'base64').toString())
  expect(body).toMatchObject({ signature: { signature: expect.stringMatching(/^[0-9a-f]{64}$/) } })
})

test('signs by a preset, with a secret in a file', async () => {
  const file = join(folder, 'secret')
  await writeFile(file, 'a secret of the hook\n')
  const { out } = await postern(['sign', '-s', 'github', '--secret-file', file, '--json'], {
    stdin: '{}',
    env: {},
  })
  const { headers, bodyBase64 } = JSON.parse(out)
  expect(headers['x-hub-signature-256']).toBe(`sha256=${mac('{}', 'hex', 'a secret of the hook')}`)
  expect(bodyBase64).toBe('e30=')
})

test('admits what it signed, by way of a curl command, whatever quotes are in the body', async () => {
  const { out } = await postern(['sign', '--curl', '--url', 'http://localhost:3000/a'], {
    stdin: '{"a":"it\'s $HOME"}',
  })
  const { code, out: verdict } = await postern(['verify'], { stdin: out })
  expect({ code, verdict }).toEqual({ code: 0, verdict: expect.stringMatching(/^admitted msg_\w+ -\n$/) })
})

test('refuses with the reason, and 1', async () => {
  const wrong = await postern(['verify'], { stdin: capture('{}').replace(/\{\}$/, '{ }') })
  expect(wrong).toMatchObject({ code: 1, out: 'refused signature_mismatch (401)\n' })
  const old = await postern(['verify', '--json'], { stdin: capture('{}', 1_700_000_000) })
  expect(old.code).toBe(1)
  expect(JSON.parse(old.out)).toEqual({ admitted: false, reason: 'timestamp_too_old', status: 401 })
})

test('judges an old capture by when it arrived, or by a tolerance', async () => {
  const old = capture('{}', 1_700_000_000)
  expect((await postern(['verify', '--received-at', '1700000009'], { stdin: old })).code).toBe(0)
  expect((await postern(['verify', '--tolerance', 'off'], { stdin: old })).code).toBe(0)
})

test('explains with the cause and the fix of each framework, and shows no secret', async () => {
  const stdin = capture('{"a": 1}').replace('{"a": 1}', '{"a":1}')
  const { code, out } = await postern(['explain'], { stdin })
  expect(code).toBe(1)
  expect(out).toMatch(/cause {2}body_reserialized\n/)
  for (const framework of ['express', 'koa', 'fastify']) expect(out).toContain(`fix    ${framework}: `)
  expect(out).not.toContain(secret.slice(6))
  const one = await postern(['explain', '--framework', 'koa'], { stdin })
  expect(one.out).not.toContain('express: ')
  const json = await postern(['explain', '--json'], { stdin })
  expect(JSON.parse(json.out)).toMatchObject({ verifies: false, cause: 'body_reserialized' })
})

test('explains with secrets as they are, and with those of other endpoints', async () => {
  const stdin = capture('{}')
  const quoted = await postern(['explain'], { stdin, env: { WEBHOOK_SECRET: `"${secret}"` } })
  expect(quoted.out).toContain('secret_quotes')
  const env = { WEBHOOK_SECRET: 'whsec_YW5vdGhlci1zZWNyZXQtb2Ytb3Vycw==', OLD: secret }
  const other = await postern(['explain', '--other-secret-env', 'OLD'], { stdin, env })
  expect(other.out).toContain("The secret of 'OLD'")
})

test('explains by way of all schemes that there are', async () => {
  const body = '{}'
  const github = `POST / HTTP/1.1\nx-hub-signature-256: sha256=${mac(body, 'hex', 'a secret of the hook')}\n\n${body}`
  const env = { WEBHOOK_SECRET: 'a secret of the hook' }
  const { out } = await postern(['explain', '-s', 'stripe', '--all-schemes', '--json'], {
    stdin: github,
    env,
  })
  expect(JSON.parse(out)).toMatchObject({ cause: 'other_scheme' })
}, 60_000)

test('prints no escapes of a capture', async () => {
  const headers = { 'x-\u001b[2J': `sha256=${mac('{}', 'hex', 'a secret of the hook')}` }
  const env = { WEBHOOK_SECRET: 'a secret of the hook' }
  const stdin = JSON.stringify({ headers, body: '{}' })
  const { out } = await postern(['explain', '-s', 'github'], { stdin, env })
  expect(out).toContain("signature_header\nchange The signature stands in the header 'x-?[2j'")
})

test('does not guess', async () => {
  const { code, out } = await postern(['explain'], {
    stdin: capture('{"a":1}').replace(/\{"a":1\}$/, '{"a":2}'),
  })
  expect(code).toBe(1)
  expect(out).toContain('no known cause')
  expect(out).not.toContain('fix')
})

test('makes secrets and keys that the schemes take', async () => {
  const hmac = await postern(['keys', 'hmac'])
  expect(hmac.out).toMatch(/^whsec_[A-Za-z0-9+/]{43}=\n$/)
  expect((await postern(['sign'], { stdin: '{}', env: { WEBHOOK_SECRET: hmac.out.trim() } })).code).toBe(0)
  const rsa = JSON.parse((await postern(['keys', 'rsa', '--bits', '2048', '--json'])).out)
  expect(createPublicKey(rsa.private).export({ type: 'spki', format: 'pem' }).toString().trim()).toBe(
    rsa.public,
  )
  const aes = JSON.parse((await postern(['keys', 'aes', '--format', 'jwk'])).out)
  expect(Buffer.from(aes.k, 'base64url')).toHaveLength(32)
  const shared = JSON.parse((await postern(['keys', 'hmac', '--format', 'jwk'])).out)
  expect(shared).toMatchObject({ kty: 'oct', alg: 'HS256', k: expect.stringMatching(/^[\w-]{43}$/) })
  const pair = JSON.parse((await postern(['keys', 'ed25519', '--format', 'jwk', '--json'])).out)
  expect(JSON.parse(pair.public)).toEqual({ crv: 'Ed25519', kty: 'OKP', x: JSON.parse(pair.private).x })
})

test('signs with an Ed25519 key of its own, and verifies with the public half', async () => {
  const pair = JSON.parse((await postern(['keys', 'ed25519', '--format', 'whsk', '--json'])).out)
  await writeFile(join(folder, 'private'), pair.private)
  await writeFile(join(folder, 'public'), pair.public)
  const options = ['--curl', '--url', 'http://localhost/']
  const signed = await postern(['sign', '--key-file', join(folder, 'private'), ...options], {
    stdin: '{}',
    env: {},
  })
  const verified = await postern(['verify', '--key-file', join(folder, 'public')], {
    stdin: signed.out,
    env: {},
  })
  expect(verified.code).toBe(0)
})

test('writes a private key for its owner alone, and never over another file', async () => {
  const out = join(folder, 'private.pem')
  const made = await postern(['keys', 'ed25519', '--out', out])
  expect(made.out).toMatch(/^-----BEGIN PUBLIC KEY-----/)
  expect(made.out).not.toContain('PRIVATE')
  expect((await stat(out)).mode & 0o777).toBe(0o600)
  const before = await readFile(out, 'utf8')
  const again = await postern(['keys', 'ed25519', '--out', out])
  expect({ code: again.code, out: again.out }).toEqual({ code: 3, out: '' })
  expect(await readFile(out, 'utf8')).toBe(before)
})

test('knows each preset by name', async () => {
  const files = readdirSync(join(__dirname, '../../providers/src')).filter((file) => file.endsWith('.ts'))
  const names = files.map((file) => file.slice(0, -'.ts'.length)).sort()
  // When it fails: node tools/preset-names.mjs
  expect(presetNames).toEqual(names)
  const { out } = await postern(['schemes', '--json'])
  expect(JSON.parse(out)).toEqual(['standard-webhooks', 'timestamped-hmac', ...names])
  expect(await postern(['schemes', 'github'])).toMatchObject({ code: 0, out: 'github\n' })
  expect((await postern(['schemes', 'nobody-has-this'])).code).toBe(1)
})

test('uses colours where they are wanted, and nowhere else', async () => {
  const stdin = capture('{}')
  expect((await postern(['verify'], { stdin, hasColors: true })).out).toContain('\u001b[32m')
  expect((await postern(['verify'], { stdin })).out).not.toContain('\u001b')
  expect(wantsColors(true, {})).toBe(true)
  expect(wantsColors(true, { NO_COLOR: '1' })).toBe(false)
  expect(wantsColors(true, { NO_COLOR: '' })).toBe(true)
  expect(wantsColors(true, { TERM: 'dumb' })).toBe(false)
  expect(wantsColors(false, {})).toBe(false)
})

test('prints nothing that could steer a terminal or forge a line', () => {
  expect(printable('a\u001b[2Jb\nc\u202ed\u2028e')).toBe('a?[2Jb?c?d?e')
  expect(printable('x'.repeat(500))).toHaveLength(203)
})
