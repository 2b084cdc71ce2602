import { channel } from 'node:diagnostics_channel'
import type { DecryptionReason, SignatureReason, WebhookErrorCode } from './webhook-error.js'

/** How a request ended, published once for each on `postern:reception`. No field holds content. */
export interface ReceptionEvent {
  readonly source: string
  readonly outcome: 'admitted' | 'duplicate' | 'handshake' | 'refused' | 'failed'
  /** Of a refusal. */
  readonly code?: WebhookErrorCode | undefined
  /** Why a signature was refused, or would have been where `enforce` is off; or why a payload could not be decrypted. */
  readonly reason?: SignatureReason | DecryptionReason | undefined
  readonly status?: number | undefined
  /** What an operator should look at, of a refusal that one can do something about. The sender never sees it. */
  readonly hint?: string | undefined
  /** The event id, of a delivery that got as far as the store. */
  readonly id?: string | undefined
  readonly keyId?: string | undefined
  readonly attempt?: number | undefined
  readonly fence?: number | undefined
  /** Whether the lease of an attempt that never settled was taken over. */
  readonly takeover?: boolean | undefined
  /** `false` when the handler runs without a lease: no event id is kept, the store is down, or nothing was verified. */
  readonly leased?: boolean | undefined
  /** `false` when an id came again with another body. */
  readonly bodyMatches?: boolean | undefined
  /** From the first header to the verdict, the store's answer included. */
  readonly durationMs: number
}

/** How a handler's run ended, published once for each on `postern:settlement`. */
export interface SettlementEvent {
  readonly source: string
  readonly id: string
  /** `stale` and `gone`: the lease was lost before. `failed`: the store could not be told; the lease lapses. */
  readonly outcome: 'completed' | 'released' | 'stale' | 'gone' | 'failed'
  readonly attempt: number
  readonly fence: number
  readonly leased: boolean
  /** From the admission to the end of the handler. */
  readonly handlerMs: number
  /** From the end of the handler to the store's answer. */
  readonly storeMs: number
}

/** A lease that was lost while its handler ran, published on `postern:lease`. */
export interface LeaseEvent {
  readonly source: string
  readonly id: string
  readonly outcome: 'lost'
  readonly attempt: number
  readonly fence: number
}

const receptions = channel('postern:reception')
const settlements = channel('postern:settlement')
const leases = channel('postern:lease')

/** Publishes how a request ended. */
export function reportReception(event: ReceptionEvent): void {
  receptions.publish(event)
}

/** Tells whether anyone listens to receptions. */
export function receptionsAreObserved(): boolean {
  return receptions.hasSubscribers
}

/** Tells whether anyone listens to settlements. */
export function settlementsAreObserved(): boolean {
  return settlements.hasSubscribers
}

/** Publishes how a handler's run ended. */
export function reportSettlement(event: SettlementEvent): void {
  settlements.publish(event)
}

/** Publishes the loss of a lease. */
export function reportLease(event: LeaseEvent): void {
  leases.publish(event)
}
