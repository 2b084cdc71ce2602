import { eventually } from '@postern/testing/eventually'
import { startRedis, type RedisServer } from '@postern/testing/redis-server'
import { sign } from '@postern/testing/sender'
import { kindOf } from './answer-kinds.js'
import { ContestedEvent } from './contested-event.js'
import { KeptAliveSender } from './kept-alive-sender.js'
import { type ReceiverProcess, startReceiver } from './receiver-process.js'

const eventCount = 500
const duplicates = 64
const eventsAtOnce = 8

let redis: RedisServer
let receivers: readonly ReceiverProcess[]
let urls: readonly string[]
const sender = new KeptAliveSender((eventsAtOnce * duplicates) / 8)
beforeAll(async () => {
  redis = await startRedis()
  // Slow is not wrong: no call is to fail because the machine is busy.
  const settings = { redisUrl: redis.url, servers: 4, storeOptions: { deadlineMs: 20_000 } }
  receivers = await Promise.all([startReceiver(settings), startReceiver(settings)])
  urls = receivers.flatMap((receiver) => receiver.urls)
})
afterAll(async () => {
  sender.close()
  await Promise.all(receivers.map((receiver) => receiver.kill()))
  await redis.dispose()
})

const events = Array.from(
  { length: eventCount },
  (_, index) => new ContestedEvent(`evt_${index}`, index % duplicates),
)
const told = (kind: string) =>
  receivers.flatMap(({ worker }) => worker.messages.filter((message) => message.kind === kind))

/** Has each handler's start, wherever it is, noted with its event. */
async function noteStarts(receiver: ReceiverProcess): Promise<void> {
  const byId = new Map(events.map((event) => [event.id, event]))
  for (;;) {
    const { id } = await receiver.worker.next('start')
    byId.get(id as string)!.startsIn(receiver)
  }
}

async function deliverAtOnce(event: ContestedEvent): Promise<void> {
  const signed = sign({ id: event.id })
  const first = events.indexOf(event)
  await Promise.all(
    Array.from({ length: duplicates }, async (_, index) => {
      event.isAnswered(await sender.post(urls[(first + index) % urls.length]!, signed))
    }),
  )
}

test('64 concurrent duplicates of 500 events, over eight connections of two processes, run 500 handlers', async () => {
  // Until the receivers end.
  for (const receiver of receivers) noteStarts(receiver).catch(() => undefined)
  const clients = String(await redis.command('CLIENT', 'LIST', 'TYPE', 'normal'))
  expect(clients.trim().split('\n')).toHaveLength(8 + 1)

  const pending = events.values()
  const lane = async () => {
    for (const event of pending) await deliverAtOnce(event)
  }
  await Promise.all(Array.from({ length: eventsAtOnce }, lane))
  await eventually('all is settled', () => told('settled').length >= eventCount)

  for (const { worker } of receivers) expect(worker.messages.some(({ kind }) => kind === 'start')).toBe(true)
  const starts = told('start').map(({ id }) => id)
  expect(new Set(starts).size).toBe(eventCount)
  expect(starts).toHaveLength(eventCount)
  expect(events.filter(({ acknowledgedTooEarly }) => acknowledgedTooEarly)).toEqual([])
  const answers = events.flatMap(({ answers }) => answers)
  expect(answers).toHaveLength(eventCount * duplicates)
  expect(new Set(answers)).toEqual(new Set(['handled', 'in flight', 'duplicate']))
  for (const { answers } of events) expect(answers.filter((kind) => kind === 'handled')).toHaveLength(1)
  expect(told('settled').every(({ outcome, attempt }) => outcome === 'completed' && attempt === 1)).toBe(true)
  expect(told('admitted').some(({ takeover }) => takeover)).toBe(false)

  for (const url of urls) {
    const again = await Promise.all(events.map(({ id }) => sender.post(url, sign({ id }))))
    expect(new Set(again.map(kindOf))).toEqual(new Set(['duplicate']))
  }
  expect(told('start')).toHaveLength(eventCount)
})
