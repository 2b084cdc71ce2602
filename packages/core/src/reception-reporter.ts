import { reportReception, type ReceptionEvent, receptionsAreObserved } from './diagnostics.js'
import type { Endpoint } from './endpoint.js'
import { isWebhookError, type WebhookRefusal } from './errors.js'
import type { Reception } from './reception.js'
import { hintOf } from './refusal-hint.js'

/** Tells operators how each request of one receiver ended: on the diagnostics channel, by `onRejected`, or by a first warning. */
export class ReceptionReporter {
  readonly #source: string
  readonly #warned = new Set<string>()

  constructor(private readonly endpoint: Endpoint) {
    this.#source = typeof endpoint.source === 'function' ? endpoint.scheme.name : endpoint.source
  }

  received(reception: Reception, receivedAt: number): void {
    const doubt = reception.kind === 'admitted' ? reception.doubt : undefined
    if (doubt === undefined && !receptionsAreObserved()) return
    const event = this.#receivedEvent(reception, receivedAt)
    reportReception(event)
    if (doubt !== undefined) this.#tell(doubt, event)
  }

  refused(error: unknown, receivedAt: number): void {
    const event = this.#refusedEvent(error, receivedAt)
    reportReception(event)
    if (isWebhookError(error)) this.#tell(error, event)
  }

  #receivedEvent(reception: Reception, receivedAt: number): ReceptionEvent {
    const durationMs = this.endpoint.clock.now() - receivedAt
    const source = this.#source
    switch (reception.kind) {
      case 'handshake':
        return { source, outcome: 'handshake', keyId: reception.keyId, durationMs }
      case 'duplicate': {
        const { source, id, keyId, bodyMatches } = reception
        return { source, outcome: 'duplicate', id, keyId, bodyMatches, durationMs }
      }
      case 'admitted': {
        const { webhook, doubt, takeover, bodyMatches } = reception
        const { source, id, keyId, attempt, fence, leased } = webhook
        const admission = { id, keyId, attempt, fence, leased, takeover, bodyMatches }
        return {
          source,
          outcome: 'admitted',
          code: doubt?.code,
          reason: doubt?.reason,
          hint: doubt && this.#hintOf(doubt),
          ...admission,
          durationMs,
        }
      }
    }
  }

  #refusedEvent(error: unknown, receivedAt: number): ReceptionEvent {
    const durationMs = this.endpoint.clock.now() - receivedAt
    if (!isWebhookError(error)) return { source: this.#source, outcome: 'failed', durationMs }
    const { code, status, delivery } = error
    const hasReason = code === 'ERR_WEBHOOK_SIGNATURE' || code === 'ERR_WEBHOOK_DECRYPTION'
    const reason = hasReason ? error.reason : undefined
    const hint = this.#hintOf(error)
    return { source: this.#source, outcome: 'refused', code, reason, status, hint, ...delivery, durationMs }
  }

  #tell(error: WebhookRefusal, event: ReceptionEvent): void {
    const { onRejected } = this.endpoint
    if (onRejected !== undefined) void this.#callSafely(() => onRejected(error, event))
    else if (!receptionsAreObserved()) this.#warnOnce(error, event)
  }

  #hintOf(error: WebhookRefusal): string | undefined {
    const reason = 'reason' in error ? error.reason : error.code
    const hint = hintOf(reason, error.cause)
    const { mismatchHint } = this.endpoint.scheme
    return reason === 'signature_mismatch' && mismatchHint !== undefined
      ? `${String(hint)} ${mismatchHint}`
      : hint
  }

  #warnOnce({ code }: WebhookRefusal, event: ReceptionEvent): void {
    const reason = event.reason ?? code
    const { hint } = event
    if (hint === undefined || this.#warned.has(reason)) return
    this.#warned.add(reason)
    const verb = event.outcome === 'refused' ? 'refused' : 'let through'
    process.emitWarning(
      `A delivery to '${this.#source}' was ${verb}: ${reason}. ${hint} (Further ones are not shown: use onRejected or the channel postern:reception.)`,
      { code: 'POSTERN_REFUSED' },
    )
  }

  // What an operator's callback throws, now or later, is reported, once; it is not the sender's affair.
  async #callSafely(callback: () => unknown): Promise<void> {
    try {
      await callback()
    } catch (error) {
      if (this.#warned.has('onRejected')) return
      this.#warned.add('onRejected')
      process.emitWarning(`onRejected failed: ${error instanceof Error ? error.message : typeof error}`, {
        code: 'POSTERN_ON_REJECTED',
      })
    }
  }
}
