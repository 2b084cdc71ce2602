import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { sign } from '@octokit/webhooks-methods'
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'

interface RunningProgram {
  readonly url: string
  /** Ends the program, and gives what it wrote after it began to listen. */
  readonly stop: () => Promise<string[]>
}

const running: ChildProcess[] = []

afterEach(() => {
  for (const program of running.splice(0)) program.kill()
})

/** Runs a program as a user does, until it says where it listens. */
async function start(file: string, environment: Record<string, string>): Promise<RunningProgram> {
  const program = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: __dirname,
    env: { ...process.env, ...environment, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(program)
  const closed = once(program, 'close')
  const errors = text(program.stderr)
  const lines: string[] = []
  const url = await new Promise<string | undefined>((resolve) => {
    createInterface(program.stdout).on('line', (line) => {
      const [found] = /http:\/\/[a-z0-9.]+:[0-9]+/.exec(line) ?? []
      if (found === undefined) lines.push(line)
      else resolve(found)
    })
    program.once('exit', () => {
      resolve(undefined)
    })
  })
  if (url === undefined) throw new Error(`${file} ended before it listened: ${await errors}`)
  return {
    url,
    async stop() {
      program.kill()
      await closed
      return lines
    },
  }
}

async function post(url: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const duplicate = response.headers.get('webhook-duplicate')
  return {
    status: response.status,
    ...(duplicate === null ? {} : { duplicate }),
    text: await response.text(),
  }
}

const handled = { status: 204, text: '' }
const duplicate = { status: 200, duplicate: '1', text: '' }

function refused(status: number, code: string) {
  return { status, text: expect.stringContaining(`"code":"${code}"`) as string }
}

test('express-stripe takes a genuine event once, refuses a forged one, and parses other bodies', async () => {
  const secret = 'whsec_q6Ewp2kJ0VpZ8cN4xLr1tYbH3mDs7uFg'
  const { url, stop } = await start('express-stripe.ts', { STRIPE_WEBHOOK_SECRET: secret })
  const payload = JSON.stringify({
    id: 'evt_1QK7Zv2eZvKYlo2C',
    object: 'event',
    type: 'invoice.paid',
    data: { object: { id: 'in_1MtHbE', customer_email: 'zoe@example.com' } },
  })
  const deliver = (signedWith: string, body = payload) =>
    post(`${url}/webhooks/stripe`, body, {
      'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret: signedWith }),
    })
  expect(await deliver('whsec_of_someone_else')).toEqual(refused(401, 'ERR_WEBHOOK_SIGNATURE'))
  expect(await deliver(secret)).toEqual(handled)
  expect(await deliver(secret)).toEqual(duplicate)
  expect(await deliver(secret, '{"id":"evt_2"}')).toEqual(refused(422, 'ERR_WEBHOOK_PAYLOAD_INVALID'))
  expect(await post(`${url}/orders`, '{"sku":"A1"}')).toEqual({ status: 201, text: '{"sku":"A1"}' })
  expect(await stop()).toEqual(['evt_1QK7Zv2eZvKYlo2C: invoice.paid of in_1MtHbE, attempt 1'])
})

test('koa-github takes a genuine delivery once, signed with either secret, and refuses a forged one', async () => {
  const secrets = ['the new secret of this hook', 'the old secret of this hook'] as const
  const { url, stop } = await start('koa-github.ts', { GITHUB_WEBHOOK_SECRETS: secrets.join(',') })
  const payload = '{"zen":"Keep it logically awesome."}'
  const deliver = async (signedWith: string, delivery: string) =>
    post(`${url}/webhooks/github`, payload, {
      'x-github-event': 'ping',
      'x-github-delivery': delivery,
      'x-hub-signature-256': await sign(signedWith, payload),
    })
  expect(await deliver('of someone else', 'a')).toEqual(refused(401, 'ERR_WEBHOOK_SIGNATURE'))
  expect(await deliver(secrets[0], 'a')).toEqual(handled)
  expect(await deliver(secrets[0], 'a')).toEqual(duplicate)
  expect(await deliver(secrets[1], 'b')).toEqual(handled)
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
  expect(await stop()).toEqual(['a: ping, signed with secret 0', 'b: ping, signed with secret 1'])
})

test('fastify-standard-webhooks takes a genuine webhook once, refuses a forged one, and guards its scope only', async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const { url, stop } = await start('fastify-standard-webhooks.ts', { WEBHOOK_SECRET: secret })
  const payload = '{"type":"user.created","data":{"id":"usr_1","email":"zoe@example.com"}}'
  const deliver = (signedWith: string, id: string, body = payload) => {
    const sentAt = new Date()
    return post(`${url}/webhooks`, body, {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(signedWith).sign(id, sentAt, body),
    })
  }
  expect(await deliver('whsec_b2Ygc29tZW9uZSBlbHNlIGVudGlyZWx5', 'msg_1')).toEqual(
    refused(401, 'ERR_WEBHOOK_SIGNATURE'),
  )
  expect(await deliver(secret, 'msg_1')).toEqual(handled)
  expect(await deliver(secret, 'msg_1')).toEqual(duplicate)
  expect(await deliver(secret, 'msg_2', '{"type":"user.deleted"}')).toEqual(
    refused(422, 'ERR_WEBHOOK_PAYLOAD_INVALID'),
  )
  expect(await post(`${url}/orders`, '{"sku":"A1"}')).toEqual({ status: 201, text: '{"sku":"A1"}' })
  const lines = await stop()
  expect(lines.filter((line) => line.includes('"webhook":"msg_1"'))).toHaveLength(1)
  expect(lines.join()).not.toContain('zoe@example.com')
})
