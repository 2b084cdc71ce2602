import { redisStore } from '@postern/redis'
import { claimOf } from '@postern/testing'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { commandCounts } from '@postern/testing/command-counts'
import { eventually } from '@postern/testing/eventually'
import { recordWarnings } from '@postern/testing/warnings'
import { createClient } from 'redis6'
import { connect, serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)
afterEach(() => {
  server().resume()
})

/** How long a promise takes to be refused, in ms, and why. */
async function refusal(promise: Promise<unknown>): Promise<{ ms: number; reason: string }> {
  const startedAt = performance.now()
  const [result] = await Promise.allSettled([promise])
  return {
    ms: performance.now() - startedAt,
    reason: String((result as PromiseRejectedResult).reason),
  }
}

test('refuses at its deadline what a hanging server does not answer', async () => {
  const store = storeOn(server().port, { deadlineMs: 120 })
  await store.accept(claimOf())
  server().pause()
  const { ms, reason } = await refusal(store.accept(claimOf({ id: 'new' })))
  expect(reason).toMatch(/has not answered within 120 ms/)
  expect(ms).toBeGreaterThanOrEqual(115)
  expect(ms).toBeLessThan(400)
})

test('waits the whole deadline by default: 250 ms', async () => {
  const store = redisStore(connect(server().port))
  await store.accept(claimOf())
  server().pause()
  const { ms, reason } = await refusal(store.accept(claimOf({ id: 'new' })))
  expect(reason).toMatch(/within 250 ms/)
  expect(ms).toBeGreaterThanOrEqual(245)
})

test('takes a reply that came while the event loop was blocked beyond the deadline', async () => {
  const store = storeOn(server().port, { deadlineMs: 50 })
  await store.accept(claimOf())
  const admission = store.accept(claimOf({ id: 'new' }))
  // When it has been asked for, it is sent at the end of this turn, and answered in none before the next.
  for (let step = 0; step < 5; step += 1) await Promise.resolve()
  await new Promise(setImmediate)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  expect(await admission).toMatchObject({ kind: 'admitted' })
})

test('gives back a lease that was admitted after the deadline, so that the next attempt runs at once', async () => {
  const store = storeOn(server().port, { deadlineMs: 50 })
  await store.accept(claimOf())
  server().pause()
  await refusal(store.accept(claimOf({ id: 'late', leaseMs: 60_000 })))
  server().resume()
  await eventually('the lease is given back', async () => {
    return String(await server().command('GET', 'postern:{source}:late')).startsWith('R ')
  })
  expect(await store.accept(claimOf({ id: 'late' }))).toMatchObject({
    kind: 'admitted',
    fence: 2,
    takeover: false,
  })
})

test('gives back what was taken when the server had come back, and did not know the scripts', async () => {
  const client = connect(server().port)
  const store = redisStore(client)
  await store.accept(claimOf())
  await server().kill()
  await refusal(store.accept(claimOf({ id: 'late', leaseMs: 60_000 })))
  await server().start()
  await eventually('the claim is taken, and its lease is given back', async () => {
    return String(await server().command('GET', 'postern:{source}:late')).startsWith('R ')
  })
})

test('gives late leases back also when it has stopped asking', async () => {
  const store = storeOn(server().port, { deadlineMs: 20 })
  await store.accept(claimOf())
  server().pause()
  const ids = ['1', '2', '3', '4', '5']
  for (const id of ids) await refusal(store.accept(claimOf({ id })))
  expect((await refusal(store.accept(claimOf()))).reason).toMatch(/failed repeatedly/)
  server().resume()
  await eventually('all leases are given back', async () => {
    const keys = ids.map((id) => `postern:{source}:${id}`)
    const records = (await server().command('MGET', ...keys)) as (string | null)[]
    return records.every((record) => record?.startsWith('R ') === true)
  })
})

test('asks a server that hangs only once a second after five failures, and finds back', async () => {
  const store = storeOn(server().port, { deadlineMs: 20 })
  await store.accept(claimOf())
  server().pause()
  for (let failure = 0; failure < 5; failure += 1) {
    expect((await refusal(store.accept(claimOf({ id: `${failure}` })))).reason).toMatch(/has not answered/)
  }
  const { ms, reason } = await refusal(store.accept(claimOf({ id: 'sixth' })))
  expect(reason).toMatch(/failed repeatedly/)
  expect(ms).toBeLessThan(15)
  expect((await refusal(store.complete(claimOf(), 1000))).reason).toMatch(/failed repeatedly/)

  let last = ''
  await eventually('one call is let through to try', async () => {
    last = (await refusal(store.accept(claimOf({ id: 'probe' })))).reason
    return last.includes('has not answered')
  })
  expect((await refusal(store.accept(claimOf({ id: 'after the probe' })))).reason).toMatch(
    /failed repeatedly/,
  )
  server().resume()
  await eventually('the store finds back', async () => {
    const [result] = await Promise.allSettled([store.accept(claimOf({ id: 'back' }))])
    return result.status === 'fulfilled'
  })
  expect(await store.accept(claimOf({ id: 'next' }))).toMatchObject({ kind: 'admitted' })
})

test('counts only failures in a row', async () => {
  const store = storeOn(server().port, { deadlineMs: 20 })
  await store.accept(claimOf())
  for (let round = 0; round < 3; round += 1) {
    server().pause()
    for (let failure = 0; failure < 4; failure += 1) {
      expect((await refusal(store.accept(claimOf({ id: 'hang' })))).reason).toMatch(/has not answered/)
    }
    server().resume()
    await eventually('it answers', async () => (await server().command('PING')) === 'PONG')
    await store.accept(claimOf({ id: `round ${round}` }))
  }
})

test.each([
  { name: 'all defaults', options: {} },
  { name: 'nothing resent', options: { autoResendUnfulfilledCommands: false } },
  { name: 'no offline queue', options: { enableOfflineQueue: false } },
  { name: 'endless retries', options: { maxRetriesPerRequest: null } },
])('ends a claim in time while the server is down, by a client with $name', async ({ options }) => {
  const client = connect(server().port, options)
  const store = redisStore(client)
  await eventually('it is connected', () => client.status === 'ready')
  await store.accept(claimOf())
  await server().kill()
  expect((await refusal(store.accept(claimOf({ id: 'new' })))).ms).toBeLessThan(400)
  await server().start()
  await eventually('the store finds back', async () => {
    const [result] = await Promise.allSettled([store.accept(claimOf({ id: 'back' }))])
    return result.status === 'fulfilled'
  })
})

test('refuses claims by a client that is not connected yet, and takes them when it is', async () => {
  const client = createClient({ url: server().url })
  client.on('error', () => undefined)
  const store = redisStore(client)
  expect((await refusal(store.accept(claimOf()))).reason).toMatch(/closed/i)
  await client.connect()
  expect(await store.accept(claimOf())).toMatchObject({ kind: 'admitted' })
  client.destroy()
})

test('sends the scripts again to a server that has forgotten them', async () => {
  const store = storeOn(server().port)
  const claim = claimOf()
  await store.accept(claim)
  await server().command('SCRIPT', 'FLUSH')
  expect(await store.accept(claimOf())).toMatchObject({ kind: 'in-flight' })
  expect(await store.complete(claim, 1000)).toBe('ok')
  expect(await store.accept(claimOf())).toMatchObject({ kind: 'duplicate' })
  expect((await commandCounts(server()))['eval']).toBeGreaterThan(1)
})

test('leaves no timer behind when Redis has answered', async () => {
  const store = storeOn(server().port, { deadlineMs: 60_000 })
  await store.accept(claimOf())
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  for (let index = 0; index < 20; index += 1) await store.accept(claimOf({ id: `${index}` }))
  expect(timers()).toBeLessThanOrEqual(before)
})

test('connects anew, by a URL, when its server has become a replica', async () => {
  const store = redisStore(server().url)
  onCleanUp(() => store.close())
  await store.accept(claimOf())
  const clients = async () => {
    const list = String(await server().command('CLIENT', 'LIST', 'TYPE', 'normal'))
    return [...list.matchAll(/^id=(\d+)/gm)].map(([, id]) => id)
  }
  const before = await clients()
  await server().command('REPLICAOF', '127.0.0.1', '1')
  onCleanUp(() => server().command('REPLICAOF', 'NO', 'ONE'))
  await expect(store.accept(claimOf({ id: 'new' }))).rejects.toThrow(/READONLY/)
  await eventually('it has another connection', async () => {
    return (await clients()).some((id) => !before.includes(id))
  })
})

test('does not wait for the deadline, by a URL, when it cannot connect', async () => {
  recordWarnings()
  const store = redisStore(server().url, { deadlineMs: 5000 })
  onCleanUp(() => store.close())
  await store.accept(claimOf())
  await server().kill()
  const { ms, reason } = await refusal(store.accept(claimOf({ id: 'new' })))
  await server().start()
  expect(reason).toMatch(/max retries/)
  expect(ms).toBeLessThan(2000)
})

test('refuses claims while the server is read-only', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf())
  await server().command('REPLICAOF', '127.0.0.1', '1')
  try {
    expect((await refusal(store.accept(claimOf({ id: 'new' })))).reason).toMatch(/READONLY/)
  } finally {
    await server().command('REPLICAOF', 'NO', 'ONE')
  }
  expect(await store.accept(claimOf({ id: 'new' }))).toMatchObject({ kind: 'admitted' })
})

test('takes no claim that fewer replicas have than it waits for, and gives the lease back', async () => {
  const store = storeOn(server().port, { waitReplicas: 1, deadlineMs: 600 })
  const claim = claimOf()
  expect((await refusal(store.accept(claim))).reason).toMatch(/Only 0 of 1 replicas have the claim/)
  await eventually('the lease is given back', async () => {
    return String(await server().command('GET', 'postern:{source}:evt_1')).startsWith('R ')
  })
})

test('knows what is done also when there are too few replicas for what is new', async () => {
  const done = claimOf({ id: 'done' })
  const plain = storeOn(server().port)
  await plain.accept(done)
  await plain.complete(done, 60_000)
  const store = storeOn(server().port, { waitReplicas: 1, deadlineMs: 600 })
  const [fresh, duplicate] = await Promise.allSettled([
    store.accept(claimOf({ id: 'new' })),
    store.accept(claimOf({ id: 'done' })),
  ])
  expect(fresh).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringMatching(/Only 0 of 1/) },
  })
  expect(duplicate).toMatchObject({ value: { kind: 'duplicate' } })
})

test('changes nothing of a client that is handed in, and does not close it', async () => {
  const client = connect(server().port)
  const names = () => [
    ...Reflect.ownKeys(client).filter((name) => typeof Reflect.get(client, name) === 'function'),
    ...client.eventNames(),
    ...Object.keys(client.options),
  ]
  await client.ping()
  const before = names()
  const store = redisStore(client)
  await store.accept(claimOf())
  await store.close()
  expect(names()).toEqual(before)
  expect(await client.ping()).toBe('PONG')
})
