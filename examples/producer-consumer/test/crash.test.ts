import { randomBytes } from 'node:crypto'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { listen } from '@postern/testing/listen'
import { secureConsumer } from '../secure/consumer.js'
import { programs, type Programs, type RunningProgram } from './programs.js'
import { type RecordingServer, recordingServer } from './recording-server.js'

let running: Programs
let between: RecordingServer
/** When the producer is killed: as its next request comes, or when the consumer has done what it asks. */
let kill: { readonly producer: RunningProgram; readonly when: 'before' | 'after' } | undefined

beforeEach(async () => {
  running = programs()
  jest.spyOn(console, 'log').mockReturnValue()
  const { app, close } = secureConsumer({
    database: ':memory:',
    storageSecret: randomBytes(32),
    enrolmentToken: running.enrolmentToken,
  })
  const consumer = await listen(app as (...parameters: unknown[]) => void)
  onCleanUp(async () => {
    await consumer.close()
    await close()
  })
  between = await recordingServer(async ({ path, headers, body }) => {
    const signatures = Object.entries(headers).filter(([name]) => /^x-(?:enrolment-|signature)/.test(name))
    if (kill?.when === 'before') {
      kill.producer.process.kill('SIGKILL')
      return undefined
    }
    const response = await fetch(`http://127.0.0.1:${consumer.port}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(Object.fromEntries(signatures) as Record<string, string>),
      },
      body,
    })
    if (kill !== undefined) {
      kill.producer.process.kill('SIGKILL')
      return undefined
    }
    return { status: response.status, body: await response.text() }
  })
})

afterEach(async () => {
  kill = undefined
  await cleanUp()
  jest.restoreAllMocks()
})

async function ask({ url }: RunningProgram, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${running.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return response.json()
}

const register = (producer: RunningProgram) =>
  ask(producer, 'POST', '/registrations', {
    url: between.url,
    event: '*',
    enrolmentToken: running.enrolmentToken,
  })

async function list(producer: RunningProgram): Promise<{ id: string }[]> {
  return (await ask(producer, 'GET', '/registrations')) as { id: string }[]
}

/** Starts a producer that is killed at its next request, and starts it again. */
async function crash(when: 'before' | 'after', request: (producer: RunningProgram) => Promise<unknown>) {
  const producer = await running.start('producer')
  kill = { producer, when }
  await expect(request(producer)).rejects.toThrow('fetch failed')
  kill = undefined
  return running.start('producer')
}

async function registered() {
  const producer = await running.start('producer')
  const answer = (await register(producer)) as { id: string; signingKey: string }
  expect(await producer.stop()).toBe(0)
  return answer
}

describe.each(['before', 'after'] as const)('a producer that is killed %s the consumer acts', (when) => {
  test('registers by the same command', async () => {
    const producer = await crash(when, register)
    expect(await list(producer)).toMatchObject([{ isActive: false }])
    expect(await register(producer)).toMatchObject({ signingKey: expect.any(String) as string })
    expect(await ask(producer, 'POST', '/fire')).toMatchObject([{ status: 200 }])
  })

  test('replaces a key by the same command', async () => {
    const { id, signingKey } = await registered()
    const producer = await crash(when, (one) => ask(one, 'POST', `/registrations/${id}/key`))
    const answer = (await ask(producer, 'POST', `/registrations/${id}/key`)) as { signingKey: string }
    expect(answer.signingKey).not.toBe(signingKey)
    expect(await ask(producer, 'POST', '/fire')).toMatchObject([{ status: 200 }])
  })

  test('removes a registration by the same command, and registers anew', async () => {
    const { id } = await registered()
    const producer = await crash(when, (one) => ask(one, 'DELETE', `/registrations/${id}`))
    expect(await list(producer)).toMatchObject([{ id }])
    await ask(producer, 'DELETE', `/registrations/${id}`)
    expect(await list(producer)).toEqual([])
    expect(await register(producer)).toMatchObject({ signingKey: expect.any(String) as string })
  })
})
