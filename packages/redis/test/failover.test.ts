import { redisStore } from '@postern/redis'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { countRuns, type CountedRuns } from '@postern/testing/count-runs'
import { eventually } from '@postern/testing/eventually'
import { frameworks } from '@postern/testing/frameworks'
import { observe } from '@postern/testing/observe'
import { follows, promote, startReplica } from '@postern/testing/redis-replica'
import { type RedisServer, startRedis } from '@postern/testing/redis-server'
import { post, scheme, sign } from '@postern/testing/sender'
import { startTcpProxy, type TcpProxy } from '@postern/testing/tcp-proxy'
import { connect } from './store-on-redis.js'

let master: RedisServer
let replica: RedisServer
let replication: TcpProxy
let runs: CountedRuns

beforeEach(async () => {
  master = await startRedis()
  onCleanUp(() => master.dispose())
  replica = await startReplica(master)
  onCleanUp(() => replica.dispose())
  replication = await startTcpProxy(master.port)
  onCleanUp(() => replication.dispose())
  await replica.command('REPLICAOF', '127.0.0.1', replication.port)
  await follows(replica, master)
  runs = countRuns()
})
afterEach(cleanUp)

async function receiverOn(server: RedisServer, waitReplicas: number | false): Promise<string> {
  const store = redisStore(connect(server.port), { waitReplicas, deadlineMs: 300 })
  const [express] = frameworks
  const running = await express!.listen({ options: { scheme, store }, route: runs.route })
  onCleanUp(() => running.close())
  return `http://127.0.0.1:${running.port}/webhook`
}

/** Also waits for the settlement, which would be tried on when the server is gone. */
async function expectHandled(url: string, id: string): Promise<void> {
  const settlements = observe('postern:settlement')
  expect((await post(url, sign({ id }))).status).toBe(204)
  await eventually('it is settled', () => settlements.events.some((event) => event.id === id))
}

async function failOver(): Promise<void> {
  await master.kill()
  await promote(replica)
}

test('runs nothing that a partitioned replica does not know of, when it waits for one', async () => {
  const url = await receiverOn(master, 1)
  await expectHandled(url, 'before')
  replication.partition()
  const reply = await post(url, sign({ id: 'during' }))
  expect(reply.status).toBe(503)
  expect(reply.headers.get('retry-after')).toMatch(/^[1-5]$/)
  expect(runs.runs).toBe(1)

  await failOver()
  const successor = await receiverOn(replica, false)
  // Done or in flight, as far as the replica knows.
  expect([200, 503]).toContain((await post(successor, sign({ id: 'before' }))).status)
  await expectHandled(successor, 'during')
})

test('knows after a failover of each claim that a replica had', async () => {
  const url = await receiverOn(master, 1)
  await expectHandled(url, 'known')
  await eventually('the replica has the completion, too', async () => {
    return String(await replica.command('GET', 'postern:{standard-webhooks}:known')).startsWith('D')
  })
  await failOver()
  const reply = await post(await receiverOn(replica, false), sign({ id: 'known' }))
  expect(reply.headers.get('webhook-duplicate')).toBe('1')
  expect(runs.runs).toBe(1)
})

test('may run a delivery a second time after a failover, when it waits for no replica', async () => {
  const url = await receiverOn(master, false)
  replication.partition()
  await expectHandled(url, 'twice')
  expect(runs.runs).toBe(1)
  await failOver()
  await expectHandled(await receiverOn(replica, false), 'twice')
  expect(runs.runs).toBe(2)
})
