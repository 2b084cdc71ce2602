import { execFileSync } from 'node:child_process'
import { claimOf } from '@postern/testing'
import { cleanUp } from '@postern/testing/clean-up'
import { commandCounts } from '@postern/testing/command-counts'
import { serverOfThisFile, storeOn } from './store-on-redis.js'

const server = serverOfThisFile()
afterEach(cleanUp)

const claims = (count: number, source = 'source') =>
  Array.from({ length: count }, (_, index) => claimOf({ id: `evt-${index}`, source }))

async function scriptCalls(): Promise<number> {
  const { evalsha = 0 } = await commandCounts(server())
  return evalsha
}

/** How many keys Redis has, asked without leaving the turn of the event loop. */
function keysNow(port: number): number {
  const program = `require('node:net').connect(${port}).once('data', (reply) => {
    console.log(String(reply).slice(1))
    process.exit()
  }).write('DBSIZE\\r\\n')`
  return Number(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }))
}

test('asks for all claims of a turn in one call, and for all settlements in another', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf())
  await store.release(claimOf(), 1000)
  await server().command('CONFIG', 'RESETSTAT')
  const turn = claims(64)
  await Promise.all(turn.map((claim) => store.accept(claim)))
  expect(await scriptCalls()).toBe(1)
  const [first, second, ...others] = turn
  await Promise.all([
    store.extend(first!, 1000),
    store.release(second!, 1000),
    ...others.map((claim) => store.complete(claim, 1000)),
  ])
  expect(await scriptCalls()).toBe(2)
})

test('asks for each source by itself', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf())
  await server().command('CONFIG', 'RESETSTAT')
  await Promise.all([...claims(5, 'a'), ...claims(5, 'b')].map((claim) => store.accept(claim)))
  expect(await scriptCalls()).toBe(2)
})

test('asks for no more than a hundred at once, and for these before the turn is over', async () => {
  const store = storeOn(server().port)
  await store.accept(claimOf())
  await server().command('CONFIG', 'RESETSTAT')
  const asked = claims(230).map((claim) => store.accept(claim))
  expect(keysNow(server().port)).toBe(201)
  const admissions = await Promise.all(asked)
  expect(admissions.every(({ kind }) => kind === 'admitted')).toBe(true)
  expect(await scriptCalls()).toBe(3)
})

test('decides the claims of a turn in the order of their arrival', async () => {
  const store = storeOn(server().port)
  const quota = { key: '', limit: 3, windowMs: 3_600_000, burst: 3 }
  const arrivals = ['a', 'b', 'a', 'c', 'd', 'b'].map((id) => claimOf({ id, quota }))
  const admissions = await Promise.all(arrivals.map((claim) => store.accept(claim)))
  expect(admissions.map(({ kind }) => kind)).toEqual([
    'admitted',
    'admitted',
    'in-flight',
    'admitted',
    'rate-limited',
    'in-flight',
  ])
})

test('applies the settlements of a turn in the order of their arrival', async () => {
  const store = storeOn(server().port)
  const claim = claimOf()
  await store.accept(claim)
  const settlements = [store.release(claim, 1000), store.complete(claim, 1000), store.extend(claim, 1000)]
  expect(await Promise.all(settlements)).toEqual(['ok', 'stale', 'stale'])
})

test('gives each caller an error of its own when the call fails', async () => {
  const store = storeOn(server().port, { deadlineMs: 100 })
  await store.accept(claimOf())
  await server().kill()
  const results = await Promise.allSettled(claims(3).map((claim) => store.accept(claim)))
  await server().start()
  const errors = results.map((result) => (result as PromiseRejectedResult).reason as Error)
  expect(new Set(errors).size).toBe(3)
  for (const error of errors) expect(error).toBeInstanceOf(Error)
})

test('fails only the delivery whose record is none of ours', async () => {
  const store = storeOn(server().port)
  await server().command('LPUSH', 'postern:{source}:evt-1', 'a list')
  await server().command('SET', 'postern:{source}:evt-2', 'text')
  const results = await Promise.allSettled(claims(4).map((claim) => store.accept(claim)))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(String((results[1] as PromiseRejectedResult).reason)).toMatch(/WRONGTYPE/)
  expect(String((results[2] as PromiseRejectedResult).reason)).toMatch(/none that this version wrote/)
  await expect(store.complete(claimOf({ id: 'evt-1' }), 1000)).rejects.toThrow(/WRONGTYPE/)
  await expect(store.complete(claimOf({ id: 'evt-2' }), 1000)).rejects.toThrow(/none that this version wrote/)
  expect(await server().command('GET', 'postern:{source}:evt-2')).toBe('text')
})
