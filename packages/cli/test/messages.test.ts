import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUp } from '@postern/testing/clean-up'
import { postern, secret, serve } from './postern.js'

afterEach(cleanUp)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-messages-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

const marker = 'MARKERmarker0123456789SECRET'

test.each([
  [['--json'], 'usage', 'no such command'],
  [['sign', '--json', '--nonsense'], 'usage', '--nonsense'],
  [['verify', '--json', '/nowhere/capture'], 'unreadable', '/nowhere/capture'],
  [['keys', '--json', 'dsa'], 'usage', 'Say which'],
  [['listen', '--json', '--port', 'x'], 'usage', '--port'],
  [['explain', '--json', '--received-at', 'x', '-'], 'usage', '--received-at'],
])('prints an error as JSON too, where JSON is asked for: %j', async (args, error, part) => {
  const { code, out, err } = await postern(args)
  expect(JSON.parse(out)).toEqual({ error, message: expect.stringContaining(part) })
  expect(code).toBe(error === 'usage' ? 2 : 3)
  expect(err).toContain(part)
})

test('prints JSON also where there is nothing to print', async () => {
  const out = join(folder, 'hmac')
  expect(await postern(['keys', 'hmac', '--out', out, '--json'])).toMatchObject({ code: 0, out: '{}\n' })
  expect(await postern(['send', '--json', '--url', 'http://127.0.0.1:1/'], { stdin: '{}' })).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^\{"status":null,"durationMs":\d+,"code":"\w+","duplicate":false\}\n$/),
  })
})

test('says which help has examples', async () => {
  expect((await postern(['sign', '--nonsense'])).err).toContain("\n'postern sign --help' has examples.\n")
  expect((await postern(['nonsense'])).err).toContain("\n'postern --help' has examples.\n")
  const { err } = await postern(['keys', 'hmac', '--out', '/nowhere/key'])
  expect(err).toBe('postern: /nowhere/key could not be written (ENOENT).\n')
})

test.each(['timestamped-hmac', 'hubspotV3', 'twilio', 'zoom'])(
  'takes no id for the sample of %s',
  async (scheme) => {
    const { code, err } = await postern(
      ['sign', '--curl', '--sample', '--scheme', scheme, '--id', 'evt_1', '--url', 'https://a.example/'],
      { env: { WEBHOOK_SECRET: 'a-secret-of-the-test-that-is-long-enough' } },
    )
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('--id is for schemes that have one'),
    })
  },
)

test('refuses a header that the scheme writes itself', async () => {
  const signing = (...more: string[]) => postern(['sign', '--json', ...more], { stdin: '{}' })
  const { code, err } = await signing('-H', 'Webhook-Id: msg_1')
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('given by --id') })
  expect(await signing('-H', 'X-Request-Id: msg_1')).toMatchObject({ code: 0 })
  expect(await signing('-H', 'Webhook-Id: msg_1', '--id', 'msg_1')).toMatchObject({ code: 0 })
})

test('sends headers by names in lower case', async () => {
  const { out } = await postern(['sign', '-H', 'X-Trace: Abc', '--json'], { stdin: '{}' })
  expect(JSON.parse(out).headers).toMatchObject({ 'x-trace': 'Abc' })
})

test('says its version, which is that of its package', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8'))
  // When it fails: node ../../tools/embed-version.mjs
  for (const flag of ['--version', '-V'])
    expect(await postern([flag])).toMatchObject({ code: 0, out: `${version}\n` })
  expect(JSON.parse((await postern(['--version', '--json'])).out)).toEqual({ version })
})

test('has help for commands alone', async () => {
  expect((await postern(['help', 'sign'])).out).toContain('Usage: postern sign')
  expect(await postern(['help', 'nonsense'])).toMatchObject({ code: 2, out: '' })
})

test.each([
  [['--secret-env', marker]],
  [['--secret-file', marker]],
  [['--key-file', marker]],
  [['--key-file', 'broken']],
  [['--key-file', 'jwk', '--scheme', 'discord']],
  [['--other-secret-env', marker]],
  [['--secret', marker]],
  [[`--secret=${marker}`]],
  [[`--sekret=${marker}`]],
  [['--scheme', marker]],
  [['--param', marker]],
  [['--param', `secrets=${marker}`]],
])('shows no secret that was given in a wrong place: %j', async (options) => {
  await writeFile(
    join(folder, 'broken'),
    `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`,
  )
  await writeFile(join(folder, 'jwk'), `{"kty":"OKP","d":"${marker}"`)
  const args = options.map((option) => (/^(?:broken|jwk)$/.test(option) ? join(folder, option) : option))
  for (const json of [[], ['--json']]) {
    const { code, out, err } = await postern(['explain', ...args, ...json], { stdin: 'POST / HTTP/1.1\n\n' })
    expect(code).toBeGreaterThan(0)
    expect(out + err).not.toBe('')
    expect(out + err).not.toContain(marker)
  }
})

test('takes no secret as a parameter', async () => {
  const { code, err } = await postern(['sign', '--param', `secrets=${secret}`], { stdin: '{}' })
  expect(code).toBe(2)
  expect(err).toContain('never an argument')
})

test('names a variable that is one by its name', async () => {
  const { err } = await postern(['sign', '--secret-env', 'STRIPE_SECRET_2'], { stdin: '{}' })
  expect(err).toContain('The environment variable STRIPE_SECRET_2 is not set')
  const blank = await postern(['sign', '--secret-env', 'hidden'], { stdin: '{}', env: { hidden: ' ' } })
  expect(blank.err).toContain('The environment variable is empty')
})

test('prints no escapes of an argument', async () => {
  for (const args of [
    ['verify', 'a\u001b[2J'],
    ['sign', '--\u001b[2J'],
    ['keys', 'hmac', '--out', '/no/\u001b[2J'],
  ]) {
    const { out, err } = await postern([...args, '--json'])
    expect(out + err).not.toContain('\u001b')
    expect(err).toContain('?[2J')
  }
})

test('reads no more of a file than 64 MiB', async () => {
  const path = join(folder, 'long')
  await (await open(path, 'w')).close()
  await truncate(path, 64 * 1024 * 1024 + 1)
  const { code, err } = await postern(['sign', path])
  expect({ code, err }).toEqual({ code: 3, err: `postern: ${path} has more than 64 MiB.\n` })
  await truncate(path, 64 * 1024 * 1024)
  expect((await postern(['sign', path])).code).toBe(0)
})

test.each([
  [['--url', 'http://a:b@127.0.0.1:1/'], 'a name or a password'],
  [['--url', 'http://:b@127.0.0.1:1/'], 'a name or a password'],
  [['--url', 'http://127.0.0.1:1/', '--method', 'GE T'], '--method'],
])('sends nothing that fetch does not take: %j', async (options, message) => {
  const { code, err } = await postern(['send', ...options], { stdin: '{}' })
  expect(code).toBe(2)
  expect(err).toContain(message)
  expect(err).not.toContain(secret)
})

test('reads no more of a problem document than 64 KiB, however it is sent', async () => {
  let written = 0
  const url = await serve((_, response) => {
    response.writeHead(400, { 'content-type': 'application/problem+json' })
    const write = () => {
      for (let isWritable = true; isWritable && !response.destroyed; written += 65_536)
        isWritable = response.write(' '.repeat(65_536))
    }
    response.on('drain', write)
    write()
  })
  const { code, out } = await postern(['send', '--url', url, '--json', '--timeout', '20'], { stdin: '{}' })
  expect(JSON.parse(out)).toMatchObject({ status: 400, code: null })
  expect(code).toBe(1)
  expect(written).toBeLessThan(32 * 1024 * 1024)
}, 30_000)

test('reads no other answer than a problem document, and leaves it', async () => {
  let closed: Promise<unknown> | undefined
  const url = await serve((_, response) => {
    closed = once(response, 'close')
    response.writeHead(200, { 'content-type': 'text/plain' }).write('and so on')
  })
  expect((await postern(['send', '--url', url], { stdin: '{}' })).code).toBe(0)
  await closed
}, 20_000)
