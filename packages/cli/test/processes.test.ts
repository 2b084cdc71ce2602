import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request as httpRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { cleanUp } from '@postern/testing/clean-up'
import { randomPort } from '@postern/testing/random-port'
import { deadUrl, postern, secret, serve, start } from './postern.js'

afterEach(cleanUp)

test('reads stdin, ends with its code, and has no colours in a pipe', async () => {
  const signing = start(['sign', '--curl', '--url', 'http://localhost/'])
  signing.child.stdin.end('{"a":1}')
  const signed = await signing.ended
  expect(signed).toMatchObject({ code: 0, err: '' })
  const verifying = start(['verify'])
  verifying.child.stdin.end(signed.out)
  expect(await verifying.ended).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^admitted msg_\w+ -\n$/),
  })
  const refusing = start(['verify'], {
    WEBHOOK_SECRET: 'whsec_YW5vdGhlci1zZWNyZXQtb2Ytb3Vycw==',
    NO_COLOR: '1',
  })
  refusing.child.stdin.end(signed.out)
  expect(await refusing.ended).toMatchObject({ code: 1, out: 'refused signature_mismatch (401)\n' })
  const wrong = start(['nonsense'])
  expect(await wrong.ended).toMatchObject({ code: 2, out: '' })
}, 60_000)

test('listens for what it sends, prints a line for each, and ends by a signal', async () => {
  const listening = start(['listen', '--port', '0'])
  const [, url = ''] = await listening.printed(/listening on (\S+) for standard-webhooks\n/)
  const body = '{"type":"invoice.paid"}'
  const options = ['send', '--url', url, '--id', 'msg_1', '--json']
  const first = await postern(options, { stdin: body })
  expect({ ...JSON.parse(first.out), code: first.code }).toMatchObject({ status: 204, code: 0 })
  await listening.printed(/^\S+Z admitted msg_1 invoice\.paid 204\n/m)
  expect(JSON.parse((await postern(options, { stdin: body })).out)).toMatchObject({
    status: 200,
    duplicate: true,
  })
  const inWords = await postern(options.slice(0, -1), { stdin: body })
  expect(inWords.out).toMatch(/^delivered 200 \(duplicate\) \d+ ms\n$/)
  await listening.printed(/^\S+Z duplicate msg_1 - 200\n/m)
  const other = { WEBHOOK_SECRET: 'whsec_YW5vdGhlci1zZWNyZXQtb2Ytb3Vycw==' }
  const forged = await postern(options, { stdin: body, env: other })
  expect({ ...JSON.parse(forged.out), exit: forged.code }).toMatchObject({
    status: 401,
    code: 'ERR_WEBHOOK_SIGNATURE',
    exit: 1,
  })
  await listening.printed(/^\S+Z signature_mismatch - - 401\n/m)
  listening.child.kill('SIGTERM')
  const { code, out, err } = await listening.ended
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).not.toContain(secret.slice(6))
}, 60_000)

test('waits for a server of this machine that is about to listen', async () => {
  const app = createServer((request, response) => {
    request.resume()
    response.writeHead(204).end()
  })
  const port = randomPort()
  const options = ['send', '--sample', '--url', `http://127.0.0.1:${port}/`]
  const sending = postern(options)
  await delay(500)
  await new Promise<void>((resolve) => app.listen(port, '127.0.0.1', resolve))
  try {
    expect(await sending).toMatchObject({ code: 0, out: expect.stringMatching(/^delivered 204 \d+ ms\n$/) })
  } finally {
    app.close()
  }
  const startedAt = performance.now()
  const timed = await postern(['send', '--sample', '--timeout', '1', '--url', `http://127.0.0.1:${port}/`])
  expect(timed.out).toMatch(/^not delivered no answer \(ECONNREFUSED\)/)
  expect(performance.now() - startedAt).toBeGreaterThan(1000)
})

test('forwards what verifies as it came, and answers with what came back', async () => {
  const seen: { request: IncomingMessage; body: Buffer }[] = []
  const app = await serve((request, response) => {
    void buffer(request).then((body) => {
      seen.push({ request, body })
      response.writeHead(seen.length === 1 ? 503 : 202, { 'x-app': 'yes' }).end('said so')
    })
  })
  const target = `${app}hooks`
  const listening = start(['listen', '--port', '0', '--forward', target, '--json'])
  try {
    const [, url = ''] = await listening.printed(/"listening":"([^"]+)"/)
    const body = Buffer.from('{ "type":"invoice.paid",  "note":"é" }\n')
    const signed = JSON.parse((await postern(['sign', '--json', '--id', 'msg_1'], { stdin: body })).out)
    const attempt = () => fetch(`${url}/any?tenant=1`, { method: 'POST', headers: signed.headers, body })
    const failed = await attempt()
    expect(failed.status).toBe(503)
    // The delivery was released, so the retry runs.
    const answer = await attempt()
    expect([answer.status, answer.headers.get('x-app'), await answer.text()]).toEqual([202, 'yes', 'said so'])
    const [, second] = seen
    expect(second?.body).toEqual(body)
    expect(second?.request.url).toBe('/hooks?tenant=1')
    expect(second?.request.headers['webhook-signature']).toBe(signed.headers['webhook-signature'])
    const forged = await fetch(url, { method: 'POST', headers: signed.headers, body: '{}' })
    expect([forged.status, seen.length]).toEqual([401, 2])
    await listening.printed(/"verdict":"refused"/)
  } finally {
    listening.child.kill('SIGINT')
    await listening.ended
  }
}, 60_000)

test('forwards no header of the connection, and says where a request came in by itself', async () => {
  const seen: IncomingMessage[] = []
  const target = await serve((request, response) => {
    seen.push(request)
    response.writeHead(204, { connection: 'close, x-hop', 'x-hop': '1' }).end()
  })
  const listening = start(['listen', '--port', '0', '--forward', target])
  try {
    const [, url = ''] = await listening.printed(/listening on (\S+)/)
    const signed = JSON.parse((await postern(['sign', '--json'], { stdin: '{}' })).out)
    const headers = {
      ...signed.headers,
      connection: 'close, x-hop',
      'x-hop': '1',
      'x-forwarded-host': 'elsewhere',
    }
    const sending = httpRequest(url, { method: 'POST', headers })
    sending.end('{}')
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    expect([answer.statusCode, answer.headers['x-hop']]).toEqual([204, undefined])
    expect(seen[0]?.headers).toMatchObject({
      host: new URL(target).host,
      'x-forwarded-host': new URL(url).host,
    })
    expect(seen[0]?.headers['x-hop']).toBeUndefined()
    answer.resume()
  } finally {
    listening.child.kill('SIGINT')
    await listening.ended
  }
}, 60_000)

test('answers 502 where nobody is forwarded to, and lets the retry run', async () => {
  const listening = start(['listen', '--port', '0', '--forward', await deadUrl()])
  try {
    const [, url = ''] = await listening.printed(/listening on (\S+)/)
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { code, out } = await postern(['send', '--url', url, '--id', 'msg_1'], { stdin: '{}' })
      expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/^not delivered 502 /) })
    }
  } finally {
    listening.child.kill('SIGINT')
    await listening.ended
  }
}, 60_000)

test('says that a port is taken, and ends with 3', async () => {
  const { port } = new URL(await serve(() => undefined))
  const { code, err } = await postern(['listen', '--port', port])
  expect(code).toBe(3)
  expect(err).toContain('EADDRINUSE')
})

test('says that nobody answers, and ends with 1', async () => {
  const { code, out } = await postern(['send', '--url', await deadUrl()], { stdin: '{}' })
  expect(code).toBe(1)
  expect(out).toContain('not delivered no answer (ECONNREFUSED)')
})

test('keeps its verdict where the reader goes away', async () => {
  const signed = (await postern(['sign', '--curl', '--url', 'http://localhost/'], { stdin: '{}' })).out
  const refusing = start(['verify'], { WEBHOOK_SECRET: 'whsec_YW5vdGhlci1zZWNyZXQtb2Ytb3Vycw==' })
  refusing.child.stdout.destroy()
  refusing.child.stdin.end(signed)
  expect(await refusing.ended).toMatchObject({ code: 1, err: '' })
}, 60_000)

const hasFullDevice = existsSync('/dev/full')
;(hasFullDevice ? test : test.skip)(
  'ends with 3 where what it says cannot be written',
  () => {
    const program = [process.execPath, '--no-warnings', '--import', 'tsx', join(__dirname, '../src/bin.ts')]
    const { status, stderr } = spawnSync('sh', ['-c', '"$0" "$@" > /dev/full', ...program, 'schemes'], {
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: 'postern: stdout could not be written (ENOSPC).\n',
    })
  },
  60_000,
)
