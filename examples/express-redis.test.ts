import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:http'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@postern/testing/eventually'
import { type RedisServer, startRedis } from '@postern/testing/redis-server'
import { Webhook } from 'standardwebhooks'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const body = '{"type":"invoice.paid"}'

let redis: RedisServer
let program: ChildProcess
let lines: string[]
let url: string

beforeEach(async () => {
  redis = await startRedis()
  program = spawn(process.execPath, ['--import', 'tsx', 'express-redis/main.ts'], {
    cwd: __dirname,
    env: { ...process.env, WEBHOOK_SECRET: secret, REDIS_URL: redis.url, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  lines = []
  if (program.stdout) createInterface(program.stdout).on('line', (line) => lines.push(line))
  await eventually('both processes listen', () => processesThat('listens').size === 2)
  url = `${/http:\S+/.exec(lines.join(' '))?.[0] ?? ''}/webhooks`
})

afterEach(async () => {
  program.kill('SIGKILL')
  await redis.dispose()
})

/** The processes that wrote such a line: `which` follows the process id. */
function processesThat(which: string): Set<number> {
  const found = lines.filter((line) => line.replace(/^\d+ /, '').startsWith(which))
  return new Set(found.map((line) => Number.parseInt(line)))
}

function completed(): string[] {
  return lines.filter((line) => line.includes(' completed '))
}

function headersOf(id: string): Record<string, string> {
  const sentAt = new Date()
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
  }
}

/** Sends a delivery, each attempt over a connection of its own, until it is answered other than "later". */
async function deliver(id: string): Promise<number> {
  for (;;) {
    const headers = { ...headersOf(id), connection: 'close' }
    const { status } = await fetch(url, { method: 'POST', headers, body })
    if (status !== 503) return status
    await delay(50)
  }
}

async function isRefused(id: string): Promise<boolean> {
  try {
    await deliver(id)
    return false
  } catch {
    return true
  }
}

function deliverAll(ids: string[]): Promise<number[]> {
  return Promise.all(ids.map(deliver))
}

/**
 * Waits until so many processes wrote such a line, and delivers meanwhile: on a busy machine the cluster gives one
 * process many connections in a row.
 */
async function deliverUntil(count: number, which: string, idOf: (attempt: number) => string): Promise<void> {
  let attempt = 0
  await eventually(`${count} processes wrote ${which}`, async () => {
    if (processesThat(which).size === count) return true
    attempt += 1
    await deliver(idOf(attempt))
    return false
  })
}

test('a delivery that comes over many connections at once is handled by one process, once', async () => {
  const statuses = await deliverAll(Array.from({ length: 20 }, () => 'evt_1'))
  expect(statuses.filter((status) => status === 204)).toHaveLength(1)
  expect(statuses.filter((status) => status === 200)).toHaveLength(19)
  await deliverUntil(2, 'duplicate evt_1', () => 'evt_1')
  expect(lines.filter((line) => line.includes('admitted evt_1'))).toHaveLength(1)
})

test('both processes serve, and where one is killed the other serves, until another is forked', async () => {
  const before = Array.from({ length: 20 }, (_, index) => `evt_${index}`)
  expect(await deliverAll(before)).toEqual(before.map(() => 204))
  // What a process is killed before, it leaves leased.
  await eventually('all are completed', () => completed().length === before.length)
  await deliverUntil(2, 'completed', (attempt) => `evt_more_${attempt}`)
  const [killed = 0, left] = processesThat('completed')
  process.kill(killed, 'SIGKILL')
  await eventually('the end is noticed', () => lines.includes(`${killed} ended with SIGKILL`))
  expect(await deliverAll(before)).toEqual(before.map(() => 200))
  expect(await deliver('evt_after')).toBe(204)
  await eventually('another process listens', () => processesThat('listens').size === 3)
  expect(await deliverAll(before.map((id) => `${id}_later`))).toEqual(before.map(() => 204))
  await deliverUntil(3, 'completed', (attempt) => `evt_last_${attempt}`)
  expect(processesThat('completed')).toEqual(new Set([killed, left, ...processesThat('listens')]))
})

test('SIGTERM lets the delivery that is under way end, and the program end by itself', async () => {
  const exited = once(program, 'exit')
  expect(await deliver('evt_0')).toBe(204)
  const outgoing = request(url, {
    method: 'POST',
    headers: { ...headersOf('evt_1'), 'content-length': body.length, expect: '100-continue' },
  })
  outgoing.flushHeaders()
  await once(outgoing, 'continue')
  program.kill('SIGTERM')
  await eventually('one process is left', () => lines.some((line) => line.endsWith('ended with 0')))
  await eventually('nobody listens', () => isRefused('evt_2'))
  outgoing.end(body)
  const [{ statusCode }] = (await once(outgoing, 'response')) as [{ statusCode: number }]
  expect(statusCode).toBe(204)
  expect(await exited).toEqual([0, null])
  expect(String(await redis.command('GET', 'postern:{standard-webhooks}:evt_1'))).toMatch(/^D /)
})
