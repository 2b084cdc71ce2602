import { join } from 'node:path'
import { cleanUp, onCleanUp } from '../src/clean-up.js'
import { startWorker } from '../src/worker-process.js'

afterEach(cleanUp)

const echo = join(import.meta.dirname, 'fixtures/echo.ts')
const failure = join(import.meta.dirname, 'fixtures/failure.ts')

test('a worker runs on the sources of the packages, and gets its argument and environment', async () => {
  const worker = await startWorker(echo, { argument: { size: 3 }, env: { COLOUR: 'red' } })
  onCleanUp(() => worker.dispose())
  expect(worker.ready).toEqual({ kind: 'ready', argument: { size: 3 }, colour: 'red', admission: 'admitted' })
  worker.send({ kind: 'question', number: 1 })
  worker.send({ kind: 'question', number: 2 })
  expect(await worker.next(({ number }) => number === 2)).toEqual({ kind: 'echo', number: 2 })
  expect(await worker.next('echo')).toEqual({ kind: 'echo', number: 1 })
  expect(worker.messages).toHaveLength(3)
  worker.kill('SIGSTOP')
  worker.kill('SIGKILL')
  expect(await worker.exited).toEqual({ code: null, signal: 'SIGKILL' })
  worker.send({ kind: 'question' })
  await expect(worker.next('echo')).rejects.toThrow('The worker ended with SIGKILL')
})

test('a worker that ends before it is ready is reported with what it wrote', async () => {
  await expect(startWorker(failure)).rejects.toThrow(/ended with code 1[^]*Error: no good/)
})
