import { positive, refuseUnknown } from '@postern/core'
import { Agents } from './agents.js'
import { attemptDelivery } from './attempt.js'
import {
  type DeliveryResult,
  type DeliverySettings,
  prepareDelivery,
  type SendableDelivery,
} from './delivery.js'
import { DeliveryLoop } from './delivery-loop.js'
import { DestinationError } from './destination-error.js'
import type { DestinationGuard } from './destination-guard.js'
import { DisabledUrls } from './disabled-urls.js'
import { checkOptions, type SenderOptions } from './options.js'
import type { Outbox, OutboxDelivery } from './outbox.js'
import { schemeFor } from './per-endpoint.js'
import { signAttempt } from './sign-attempt.js'
import { WaitingCalls } from './waiting-calls.js'

/** Sends webhooks. Made by {@link createSender}. */
export interface Sender {
  /**
   * Delivers an event, with retries. Resolves when that has ended, well or not, which may take days; see `enqueue`.
   * While the same id is on its way to the same URL and endpoint, it is not sent twice.
   * @throws TypeError for a delivery that is wrong, or that the scheme cannot sign
   * @throws Error when the sender is closed; what the outbox throws when it does not take the delivery
   */
  send(delivery: SendableDelivery): Promise<DeliveryResult>
  /**
   * Puts a delivery into the outbox. Resolves when it is safe there.
   * @throws TypeError and Error as `send` does
   * @throws DestinationError for a URL that is not allowed, as far as that can be told without DNS
   */
  enqueue(delivery: SendableDelivery): Promise<void>
  /**
   * Checks whether deliveries may go to a URL, as when a customer registers it. What a name resolves to may change; it
   * is checked on each connection too.
   * @throws DestinationError when they may not; what the resolver throws for a name that it does not know
   */
  check(url: string | URL): Promise<void>
  /** Sends nothing to a URL any more: deliveries end as `disabled`. An answer 410 does the same. */
  disable(url: string | URL): void
  /** Sends to a URL again. Tells whether it was disabled. */
  enable(url: string | URL): boolean
  /**
   * Takes no deliveries any more, and waits for the attempts that are under way or due. What is due later stays in the
   * outbox, and so does what has not ended after `withinMs`. Calls of `send` that wait for them get `pending`.
   */
  close(options?: CloseOptions): Promise<void>
}

/** Options of {@link Sender.close}. */
export interface CloseOptions {
  /** How long attempts are waited for, in ms. @defaultValue 10 000 */
  readonly withinMs?: number | undefined
}

/**
 * Creates a sender: it signs deliveries, sends them by HTTP, repeats failed attempts, and goes nowhere it must not.
 *
 * Delivery is at least once: receivers tell repeats by the id. Each attempt has a timestamp and a signature of its own.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * const sender = createSender({ scheme: standardWebhooks({ secrets: 'whsec_...' }) })
 * const { outcome } = await sender.send({
 *   url: 'https://customer.example/webhooks',
 *   id: 'msg_1',
 *   type: 'invoice.paid',
 *   payload: { type: 'invoice.paid', amount: 1200 },
 * })
 */
export function createSender(options: SenderOptions): Sender {
  return new WebhookSender(checkOptions(options))
}

type Settings = ReturnType<typeof checkOptions>

class WebhookSender implements Sender {
  readonly #settings: Settings & DeliverySettings
  readonly #guard: DestinationGuard
  readonly #outbox: Outbox
  readonly #agents: Agents
  readonly #disabled = new DisabledUrls()
  readonly #waiting = new WaitingCalls()
  readonly #loop: DeliveryLoop
  #closing: Promise<void> | undefined
  #onIdle: () => void = () => undefined

  constructor(settings: Settings) {
    const { guard, outbox, clock, scheme, pins, connectMs, headersMs, totalMs, authorities, perHost } =
      settings
    this.#settings = settings
    this.#guard = guard
    this.#outbox = outbox
    const agents = new Agents({ guard, connectMs, authorities, connectionsPerHost: perHost })
    this.#agents = agents
    const forAttempts = { scheme, clock, guard, agents, pins, deadlines: { headersMs, totalMs } }
    this.#loop = new DeliveryLoop({
      ...settings,
      disabled: this.#disabled,
      attemptMs: totalMs,
      holdMs: 2 * totalMs + 5000,
      attempt: (delivery, signal) => attemptDelivery(forAttempts, delivery, signal),
      onEnd: ({ key }, result) => {
        this.#waiting.end(key, result)
      },
      onIdle: () => {
        this.#onIdle()
      },
    })
    // For what an earlier process has left.
    this.#loop.wake()
  }

  async send(delivery: SendableDelivery): Promise<DeliveryResult> {
    let prepared: OutboxDelivery
    try {
      prepared = await this.#prepare(delivery)
    } catch (error) {
      if (!(error instanceof DestinationError)) throw error
      return { id: delivery.id, outcome: 'blocked', attempts: 0, reason: `destination-${error.reason}` }
    }
    const { key, id } = prepared
    const result = this.#waiting.of(key, id)
    try {
      await this.#put(prepared)
    } catch (error) {
      this.#waiting.leave(key)
      throw error
    }
    return result
  }

  async enqueue(delivery: SendableDelivery): Promise<void> {
    await this.#put(await this.#prepare(delivery))
  }

  async check(url: string | URL): Promise<void> {
    await this.#guard.resolve(this.#guard.parse(url).hostname)
  }

  disable(url: string | URL): void {
    this.#disabled.add(this.#guard.parse(url).href)
  }

  enable(url: string | URL): boolean {
    return this.#disabled.delete(this.#guard.parse(url).href)
  }

  close(options: CloseOptions = {}): Promise<void> {
    refuseUnknown(options, ['withinMs'], 'close')
    const withinMs = positive(options.withinMs ?? 10_000, 'close: withinMs')
    this.#closing ??= this.#close(withinMs)
    return this.#closing
  }

  async #prepare(delivery: SendableDelivery): Promise<OutboxDelivery> {
    this.#refuseWhenClosed()
    const now = this.#settings.clock.now()
    const prepared = await prepareDelivery(delivery, this.#settings, now)
    // What cannot be signed is refused here, and not after days of retries.
    signAttempt(await schemeFor(this.#settings.scheme, prepared), prepared, now)
    return prepared
  }

  async #put(delivery: OutboxDelivery): Promise<void> {
    this.#refuseWhenClosed()
    await this.#outbox.put(delivery)
    this.#loop.wake()
  }

  #refuseWhenClosed(): void {
    if (this.#closing !== undefined) throw new Error('The sender is closed, and takes no deliveries.')
  }

  async #close(withinMs: number): Promise<void> {
    this.#loop.wake()
    await this.#untilIdle(withinMs)
    this.#loop.stop()
    // What was broken off is noted in the outbox.
    await this.#untilIdle(withinMs)
    await this.#agents.destroy()
    this.#waiting.giveUp()
  }

  #untilIdle(withinMs: number): Promise<void> {
    if (this.#loop.isIdle) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs)
      this.#onIdle = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
