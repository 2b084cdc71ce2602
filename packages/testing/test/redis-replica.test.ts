import { cleanUp, onCleanUp } from '../src/clean-up.js'
import { promote, startReplica } from '../src/redis-replica.js'
import { startRedis } from '../src/redis-server.js'

afterEach(cleanUp)

test('a replica follows, and is a master once it is promoted', async () => {
  const master = await startRedis()
  onCleanUp(() => master.dispose())
  const replica = await startReplica(master)
  onCleanUp(() => replica.dispose())
  await master.command('SET', 'key', 'value')
  expect(await master.command('WAIT', 1, 5000)).toBe(1)
  expect(await replica.command('GET', 'key')).toBe('value')
  await expect(replica.command('SET', 'key', 'other')).rejects.toThrow('READONLY')
  await promote(replica)
  expect(await replica.command('SET', 'key', 'other')).toBe('OK')
  await replica.kill()
  await replica.start()
  expect(await replica.command('ROLE')).toContain('master')
})
