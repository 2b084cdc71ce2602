import { randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { fermyon } from '@postern/core'
import { type AttemptEvent, createSender, type DeliveryEvent, type Sender } from '@postern/sender'
import type { Database } from '../database.js'
import { log } from '../log.js'
import { SqliteOutbox } from '../sqlite-outbox.js'
import { Problem } from './problem.js'
import type { Registration } from './registrations.js'

/** What became of the first attempt of a delivery; without a status nobody answered. */
export interface Fired {
  /** Of the registration. */
  readonly id: string
  readonly url: string
  /** `delivered`, `failed` (it is tried again), `no-key` (nobody knows which the consumer has), or why it has ended. */
  readonly outcome: AttemptEvent['outcome'] | DeliveryEvent['outcome'] | 'no-key' | 'pending'
  readonly status: number | undefined
}

const attemptMs = 5000

/** What the producer sends, and keeps until it has arrived: a program that is killed goes on when it starts again. */
export class Deliveries {
  readonly #keyOf: (registration: string) => Promise<string>
  readonly #outbox: SqliteOutbox
  readonly #sender: Sender

  /** @param keyOf - finds the key that a consumer has; it throws while nobody knows */
  constructor(database: Database, keyOf: (registration: string) => Promise<string>) {
    this.#keyOf = keyOf
    this.#outbox = new SqliteOutbox(database)
    this.#sender = createSender({
      scheme: async ({ endpoint = '' }) => fermyon({ secrets: await keyOf(endpoint) }),
      outbox: this.#outbox,
      // Five hours at most: the consumer takes what is not older than a day.
      retries: { maximum: 16, baseMs: 1000, capMs: 3_600_000 },
      totalMs: attemptMs,
      // Beyond this machine, a destination is `https:`: see `checkDestination`.
      destinations: { allow: ['127.0.0.0/8', '::1'], ports: 'any', http: true },
    })
    subscribe('postern:attempt', logAttempt)
  }

  /** @throws DestinationError for a URL that leads into a network that is not public, except this machine */
  async check(url: string): Promise<void> {
    await this.#sender.check(url)
    // A consumer that said 410, and is registered anew.
    this.#sender.enable(url)
  }

  /** Sends a consumer a delivery, and tells how it answered first. */
  async fire({ id, url, event }: Registration): Promise<Fired> {
    if (!(await this.#hasKey(id))) return { id, url, outcome: 'no-key', status: undefined }
    const delivery = randomUUID()
    const payload = { id: delivery, event, data: url, sentAt: Date.now() }
    const first = firstAnswer(delivery)
    await this.#sender.enqueue({ url, endpoint: id, id: delivery, payload })
    const { outcome, status } = await first
    return { id, url, outcome, status }
  }

  /** Drops what a consumer has not taken. */
  forget(registration: string): void {
    this.#outbox.forget(registration)
  }

  async close(): Promise<void> {
    await this.#sender.close()
    unsubscribe('postern:attempt', logAttempt)
  }

  async #hasKey(registration: string): Promise<boolean> {
    try {
      await this.#keyOf(registration)
      return true
    } catch (error) {
      if (error instanceof Problem) return false
      throw error
    }
  }
}

function logAttempt(message: unknown): void {
  const { id, host, status, reason, nextAttemptAt } = message as AttemptEvent
  const answered = status === undefined ? `was not reached (${reason})` : `responded with status ${status}`
  const next = nextAttemptAt === undefined ? '' : `; again at ${new Date(nextAttemptAt).toISOString()}`
  log('producer', `CONSUMER ${host} ${answered} to ${id}${next}`)
}

/** Waits for the first attempt of a delivery, or its end, no longer than an attempt can take. */
function firstAnswer(id: string): Promise<Pick<Fired, 'outcome' | 'status'>> {
  const channels = ['postern:attempt', 'postern:delivery']
  return new Promise((resolve) => {
    const end = (fired: Pick<Fired, 'outcome' | 'status'>) => {
      clearTimeout(timer)
      for (const channel of channels) unsubscribe(channel, onEvent)
      resolve(fired)
    }
    const onEvent = (message: unknown) => {
      const event = message as AttemptEvent | DeliveryEvent
      if (event.id === id) end(event)
    }
    const timer = setTimeout(() => {
      end({ outcome: 'pending', status: undefined })
    }, 2 * attemptMs)
    for (const channel of channels) subscribe(channel, onEvent)
  })
}
