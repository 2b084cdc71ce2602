import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { eventually } from '@postern/testing/eventually'
import { type RedisServer, startRedis } from '@postern/testing/redis-server'
import { post, sign } from '@postern/testing/sender'
import { startWorker, type WorkerProcess } from '@postern/testing/worker-process'
import type { LoadClient, LoadReport } from './load-worker.js'
import { type LoadedRequest, percentile, SteadyLoad } from './steady-load.js'

let server: RedisServer
let worker: WorkerProcess
let url: string
afterEach(cleanUp)

async function startReceiver(client: LoadClient): Promise<void> {
  server = await startRedis()
  onCleanUp(() => server.dispose())
  const started = await startWorker(join(import.meta.dirname, 'load-worker.ts'), {
    argument: { port: server.port, client },
  })
  onCleanUp(() => started.dispose())
  worker = started
  url = started.ready['url'] as string
  expect((await post(url, sign({ id: 'first' }))).status).toBe(204)
}

async function report(): Promise<LoadReport> {
  worker.send({ kind: 'report' })
  return (await worker.next('report')) as unknown as LoadReport
}

/** How long the slowest but one in a hundred took, beyond what the machine takes for a request without the store. */
function slowest(requests: readonly LoadedRequest[], { controls }: SteadyLoad): number {
  const times = requests.map(({ ms }) => ms)
  return percentile(times, 0.99) - percentile(controls, 0.99)
}

async function isServed(id: string): Promise<boolean> {
  return (await post(url, sign({ id }))).status === 204
}

const names: LoadClient[] = [
  'a URL',
  'ioredis with all defaults',
  'ioredis that resends nothing',
  'node-redis with all defaults',
]

test.each(names)('answers 503 in time while Redis is down, by %s', async (client) => {
  await startReceiver(client)
  await server.kill()
  const load = new SteadyLoad(url, 100)
  await eventually('enough requests are answered', () => load.requests.length >= 300)
  const requests = await load.stop()
  expect(new Set(requests.map(({ status }) => status))).toEqual(new Set([503]))
  expect(requests.every(({ retryAfter }) => /^[1-5]$/.test(retryAfter ?? ''))).toBe(true)
  expect(slowest(requests, load)).toBeLessThan(400)

  await server.start()
  const returnedAt = performance.now()
  await eventually('it is served again', () => isServed('after'))
  // The default of node-redis and ioredis is to wait up to two seconds between tries to connect.
  expect(performance.now() - returnedAt).toBeLessThan(client === 'a URL' ? 2000 : 4000)
  expect((await report()).runs).toBe(2)
  // An unhandled rejection would have ended it.
  expect(worker.output).not.toMatch(/rejection/i)
})

test('bounds each request and asks rarely while Redis hangs for five seconds', async () => {
  await startReceiver('a URL')
  await report()
  server.pause()
  const load = new SteadyLoad(url, 100)
  await delay(5000)
  server.resume()
  const resumedAt = performance.now()
  const during = [...load.requests]
  await eventually('it is served again', () => isServed('after'), 2000)
  expect(performance.now() - resumedAt).toBeLessThan(2000)
  await load.stop()

  expect(during.length).toBeGreaterThan(300)
  expect(new Set(during.map(({ status }) => status))).toEqual(new Set([503]))
  expect(slowest(during, load)).toBeLessThan(400)
  // After the breaker has opened nobody waits, but for one each second.
  const later = during.filter(({ sentAt }) => sentAt > during[0]!.sentAt + 1000)
  const waited = later.filter(({ ms }) => ms > 200)
  expect(waited.length).toBeLessThanOrEqual(6)
  expect((await report()).loopDelayMs).toBeLessThan(50)
})

test('fails no request when the scripts are flushed under load', async () => {
  await startReceiver('a URL')
  const load = new SteadyLoad(url, 200)
  for (let flush = 1; flush <= 5; flush += 1) {
    await eventually('requests are answered', () => load.requests.length >= flush * 60)
    await server.command('SCRIPT', 'FLUSH')
  }
  const requests = await load.stop()
  expect(requests.filter(({ status }) => status !== 204)).toEqual([])
})

test('fails no request beyond the outage when Redis is restarted under load', async () => {
  await startReceiver('a URL')
  const load = new SteadyLoad(url, 100)
  await eventually('requests are answered', () => load.requests.length >= 100)
  const stoppedAt = performance.now()
  await server.stop()
  await server.start()
  const startedAt = performance.now()
  await eventually('requests are answered again', () => load.requests.at(-1)?.status === 204)
  const again = load.requests.length
  await eventually('more requests are answered', () => load.requests.length >= again + 200)
  const requests = await load.stop()

  const failed = requests.filter(({ status }) => status !== 204)
  expect(failed.every(({ status }) => status === 503)).toBe(true)
  const outside = failed.filter(({ sentAt, ms }) => sentAt + ms < stoppedAt || sentAt > startedAt + 1500)
  expect(outside).toEqual([])
  for (const { id } of failed) expect(await isServed(id)).toBe(true)
})
