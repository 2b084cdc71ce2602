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
  readonly #outbox: SqliteOutbox
  readonly #sender: Sender

  /** @param keyOf - finds the key that a consumer has; it throws while nobody knows */
  constructor(database: Database, keyOf: (registration: string) => Promise<string>) {
    this.#outbox = new SqliteOutbox(database)
    this.#sender = createSender({
      scheme: async ({ endpoint = '' }) => fermyon({ secrets: await keyOf(endpoint) }),
      outbox: this.#outbox,
      // About five hours at most: the consumer takes what is not older than a day.
      retries: { maximum: 16, baseMs: 1000, capMs: 3_600_000 },
      retryAfterCapMs: 60_000,
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
    const delivery = randomUUID()
    const payload = { id: delivery, event, data: url, sentAt: Date.now() }
    const first = new FirstAnswer(delivery)
    try {
      await this.#sender.enqueue({ url, endpoint: id, id: delivery, payload })
    } catch (error) {
      first.forget()
      if (error instanceof Problem) return { id, url, outcome: 'no-key', status: undefined }
      throw error
    }
    return { id, url, ...(await first.answer) }
  }

  /** Drops what a consumer has not taken. */
  forget(registration: string): void {
    this.#outbox.forget(registration)
  }

  async close(): Promise<void> {
    await this.#sender.close()
    unsubscribe('postern:attempt', logAttempt)
  }
}

function logAttempt(message: unknown): void {
  const { id, host, status, reason, nextAttemptAt } = message as AttemptEvent
  const answered = status === undefined ? `was not reached (${reason})` : `responded with status ${status}`
  const next = nextAttemptAt === undefined ? '' : `; again at ${new Date(nextAttemptAt).toISOString()}`
  log('producer', `CONSUMER ${host} ${answered} to ${id}${next}`)
}

/** Waits for the first attempt of a delivery, or its end, no longer than an attempt can take. */
class FirstAnswer {
  readonly answer: Promise<Pick<Fired, 'outcome' | 'status'>>
  readonly #id: string
  readonly #timer: NodeJS.Timeout
  #resolve: (fired: Pick<Fired, 'outcome' | 'status'>) => void = () => undefined

  constructor(id: string) {
    this.#id = id
    this.answer = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#timer = setTimeout(() => {
      this.#end({ outcome: 'pending', status: undefined })
    }, 2 * attemptMs)
    for (const channel of channels) subscribe(channel, this.#onEvent)
  }

  /** Waits no more: there is no such delivery. */
  forget(): void {
    clearTimeout(this.#timer)
    for (const channel of channels) unsubscribe(channel, this.#onEvent)
  }

  readonly #onEvent = (message: unknown) => {
    const { id, outcome, status } = message as AttemptEvent | DeliveryEvent
    if (id === this.#id) this.#end({ outcome, status })
  }

  #end(fired: Pick<Fired, 'outcome' | 'status'>): void {
    this.forget()
    this.#resolve(fired)
  }
}

const channels = ['postern:attempt', 'postern:delivery']
