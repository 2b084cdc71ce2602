import { reportSettlement } from './diagnostics.js'
import type { Endpoint } from './endpoint.js'
import type { SignatureError } from './errors.js'
import type { Lease } from './lease.js'
import type { AdmittedReception, DeliveredEvent, Webhook } from './reception.js'
import { settle, type SettlementOutcome } from './settle.js'
import type { Valid } from './steps/validate.js'

/** A delivery on its way through a handler, with its lease if it has one. */
export class AdmittedDelivery<Payload> implements AdmittedReception<Payload> {
  readonly kind = 'admitted'
  readonly webhook: Webhook<Payload>
  readonly doubt: SignatureError | undefined
  #settlement: Promise<SettlementOutcome> | undefined

  // Not even an inspected reception shows the store, which may hold a password.
  readonly #endpoint: Endpoint<Payload>
  readonly #lease: Lease | undefined

  constructor(endpoint: Endpoint<Payload>, valid: Valid<Payload>, lease: Lease | undefined) {
    this.#endpoint = endpoint
    this.#lease = lease
    // Which type of event it is, no type checker can know.
    this.webhook = new DeliveredWebhook(valid, lease) as unknown as Webhook<Payload>
    this.doubt = valid.decoded.verified.doubt
  }

  get takeover(): boolean {
    return this.#lease?.admission.takeover ?? false
  }

  get bodyMatches(): boolean {
    return this.#lease?.admission.bodyMatches ?? true
  }

  complete(): Promise<SettlementOutcome> {
    return (this.#settlement ??= this.#settle('complete'))
  }

  release(): Promise<SettlementOutcome> {
    return (this.#settlement ??= this.#settle('release'))
  }

  letLapse(): void {
    this.#lease?.letLapse()
  }

  #settle(verdict: 'complete' | 'release'): Promise<SettlementOutcome> {
    if (this.#lease !== undefined) return settle(this.#endpoint, this.#lease, verdict)
    const outcome = verdict === 'complete' ? 'completed' : 'released'
    const { source, id, attempt, fence, receivedAt } = this.webhook
    const handlerMs = this.#endpoint.clock.now() - receivedAt
    reportSettlement({ source, id, outcome, attempt, fence, leased: false, handlerMs, storeMs: 0 })
    return Promise.resolve(outcome)
  }
}

class DeliveredWebhook<Payload> implements DeliveredEvent<Payload> {
  readonly id: string
  readonly type: string | undefined
  readonly source: string
  readonly sentAt: number | undefined
  readonly receivedAt: number
  readonly payload: Payload
  readonly rawBody: Buffer
  readonly attempt: number
  readonly fence: number
  readonly keyId: string | undefined
  readonly verified: boolean
  readonly leased: boolean
  readonly #lease: Lease | undefined
  #signal: AbortSignal | undefined

  constructor({ decoded, payload, id }: Valid<Payload>, lease: Lease | undefined) {
    const { verified, delivery } = decoded
    const { head, rawBody } = verified.received
    this.id = id ?? ''
    this.type = delivery.type
    this.source = delivery.source
    this.sentAt = verified.sentAt
    this.receivedAt = head.receivedAt
    this.payload = payload
    this.rawBody = rawBody
    this.attempt = lease?.admission.attempt ?? 1
    this.fence = lease?.admission.fence ?? 0
    this.keyId = verified.keyId
    this.verified = verified.doubt === undefined
    this.leased = lease !== undefined
    this.#lease = lease
  }

  get signal(): AbortSignal {
    return (this.#signal ??= this.#lease?.signal ?? new AbortController().signal)
  }

  extend(): Promise<boolean> {
    return this.#lease?.extend() ?? Promise.resolve(false)
  }
}
