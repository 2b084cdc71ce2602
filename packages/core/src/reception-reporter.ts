import { reportReception, type ReceptionEvent, receptionsAreObserved } from './diagnostics.js'
import type { Endpoint } from './endpoint.js'
import { isWebhookError, SignatureError, type WebhookError } from './errors.js'
import type { Reception } from './reception.js'
import { hintOf } from './refusal-hint.js'

/** Tells operators how each request of one receiver ended: on the diagnostics channel, by `onRejected`, or by a first warning. */
export class ReceptionReporter {
  readonly #source: string
  readonly #warned = new Set<string>()

  constructor(private readonly endpoint: Endpoint) {
    this.#source = typeof endpoint.source === 'function' ? endpoint.scheme.name : endpoint.source
  }

  received(reception: Reception, startedAt: number): void {
    const doubt = reception.kind === 'admitted' ? reception.doubt : undefined
    if (doubt === undefined && !receptionsAreObserved()) return
    const event = this.#receivedEvent(reception, startedAt)
    reportReception(event)
    if (doubt !== undefined) this.#tell(doubt, event)
  }

  refused(error: unknown, startedAt: number): void {
    const event = this.#refusedEvent(error, startedAt)
    reportReception(event)
    if (isWebhookError(error)) this.#tell(error, event)
  }

  #receivedEvent(reception: Reception, startedAt: number): ReceptionEvent {
    const durationMs = this.endpoint.clock.now() - startedAt
    const outcome = reception.kind
    if (outcome !== 'admitted') {
      const { keyId } = reception
      const duplicate =
        outcome === 'duplicate' ? { id: reception.id, bodyMatches: reception.bodyMatches } : {}
      return {
        source: this.#source,
        outcome,
        ...(keyId === undefined ? {} : { keyId }),
        ...duplicate,
        durationMs,
      }
    }
    const { webhook, doubt, takeover, bodyMatches } = reception
    const { source, id, keyId, attempt, fence, leased } = webhook
    return {
      source,
      outcome,
      id,
      attempt,
      fence,
      leased,
      takeover,
      bodyMatches,
      ...(keyId === undefined ? {} : { keyId }),
      ...(doubt === undefined ? {} : { code: doubt.code, reason: doubt.reason }),
      durationMs,
    }
  }

  #refusedEvent(error: unknown, startedAt: number): ReceptionEvent {
    const durationMs = this.endpoint.clock.now() - startedAt
    if (!isWebhookError(error)) return { source: this.#source, outcome: 'failed', durationMs }
    const { code, status } = error
    const reason = error instanceof SignatureError ? { reason: error.reason } : {}
    return { source: this.#source, outcome: 'refused', code, status, ...reason, durationMs }
  }

  #tell(error: WebhookError, event: ReceptionEvent): void {
    const { onRejected } = this.endpoint
    if (onRejected !== undefined)
      callSafely(() => {
        onRejected(error, event)
      })
    else if (!receptionsAreObserved()) this.#warnOnce(error, event)
  }

  #warnOnce({ code, cause }: WebhookError, event: ReceptionEvent): void {
    const reason = event.reason ?? code
    const hint = hintOf(reason, cause)
    if (hint === undefined || this.#warned.has(reason)) return
    this.#warned.add(reason)
    const verb = event.outcome === 'refused' ? 'refused' : 'let through'
    process.emitWarning(
      `A delivery to '${this.#source}' was ${verb}: ${reason}. ${hint} (Further ones are not shown: use onRejected or the channel postern:reception.)`,
      { code: 'POSTERN_REFUSED' },
    )
  }
}

// What an operator's callback throws is reported, and is not the sender's affair.
function callSafely(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error), { code: 'POSTERN_ON_REJECTED' })
  }
}
