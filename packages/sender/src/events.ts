import { channel } from 'node:diagnostics_channel'
import type { DeliveryOutcome } from './delivery.js'
import type { FailureReason, Verdict } from './verdict.js'

/** How one attempt ended, published once for each on `postern:attempt`. No field holds content. */
export interface AttemptEvent {
  readonly id: string
  readonly type: string | undefined
  /** As `send` was told. */
  readonly endpoint: string | undefined
  /** Host and port: the rest of a URL may be a secret. */
  readonly host: string
  /** From 1. */
  readonly attempt: number
  readonly outcome: Verdict['outcome']
  readonly status: number | undefined
  readonly reason: FailureReason | undefined
  readonly durationMs: number
  /** When the next attempt is due (epoch ms), if there is one. */
  readonly nextAttemptAt: number | undefined
}

/** How a delivery ended, published once for each on `postern:delivery`. */
export interface DeliveryEvent {
  readonly id: string
  readonly type: string | undefined
  readonly endpoint: string | undefined
  readonly host: string
  readonly outcome: Exclude<DeliveryOutcome, 'pending'>
  readonly attempts: number
  readonly status: number | undefined
  readonly reason: FailureReason | undefined
  /** From `send` or `enqueue` to the end. */
  readonly durationMs: number
}

const attempts = channel('postern:attempt')
const deliveries = channel('postern:delivery')

/** Publishes how an attempt ended. */
export function reportAttempt(event: AttemptEvent): void {
  attempts.publish(event)
}

/** Publishes how a delivery ended. */
export function reportDelivery(event: DeliveryEvent): void {
  deliveries.publish(event)
}
