import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { cleanUp, onCleanUp } from '../src/clean-up.js'
import { eventually } from '../src/eventually.js'
import { type RedisServer, startRedis } from '../src/redis-server.js'
import { startWorker } from '../src/worker-process.js'

afterEach(cleanUp)

async function start(settings = {}): Promise<RedisServer> {
  const server = await startRedis({ settings })
  onCleanUp(() => server.dispose())
  return server
}

test('a server answers, and forgets what it did not have to write', async () => {
  const server = await start()
  expect(await server.command('SET', 'key', 'value')).toBe('OK')
  await server.kill()
  await expect(server.command('GET', 'key')).rejects.toThrow('Connection is closed')
  await server.start()
  expect(await server.command('GET', 'key')).toBeNull()
})

test('a server with a log of commands has them after SIGKILL, on the same port', async () => {
  const server = await start({ appendonly: 'yes', appendfsync: 'always' })
  await server.command('SET', 'key', 'value')
  const { port, pid } = server
  await server.kill()
  await server.start()
  expect(await server.command('GET', 'key')).toBe('value')
  expect(server.port).toBe(port)
  expect(server.pid).not.toBe(pid)
})

test('a server that is stopped saves what its settings ask for', async () => {
  const server = await start({ save: '3600 1' })
  await server.command('SET', 'key', 'value')
  await server.stop()
  await server.start()
  expect(await server.command('GET', 'key')).toBe('value')
})

test('a paused server answers when it goes on, and can be disposed of before', async () => {
  const server = await start()
  await server.command('PING')
  server.pause()
  let answered = false
  const answer = server.command('PING').finally(() => (answered = true))
  const other = await start()
  await other.command('PING')
  expect(answered).toBe(false)
  server.resume()
  expect(await answer).toBe('PONG')
  server.pause()
  other.pause()
  await other.dispose()
  expect(existsSync(other.folder)).toBe(false)
})

test('a server that refuses its settings is reported with what it said', async () => {
  await expect(start({ maxmemory: 'plenty' })).rejects.toThrow(/maxmemory "?plenty/)
})

test('a password of the settings is the one by which it is commanded', async () => {
  const server = await start({ requirepass: 'secret' })
  expect(await server.command('PING')).toBe('PONG')
})

test('a server ends with the process that started it, also when both are in no state to see to it', async () => {
  const worker = await startWorker(join(import.meta.dirname, 'fixtures/server-owner.ts'))
  onCleanUp(() => worker.dispose())
  const { port, folders } = worker.ready as unknown as { port: number; folders: string[] }
  expect(await isListening(port)).toBe(true)
  expect(folders.every((folder) => existsSync(folder))).toBe(true)
  worker.kill('SIGKILL')
  await eventually('the server has ended', async () => !(await isListening(port)))
  await eventually('no folder is left', () => !folders.some((folder) => existsSync(folder)))
})

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => {
      resolve(false)
    })
  })
}
