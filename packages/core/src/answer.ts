import type { WebhookError } from './webhook-error.js'
import type { DuplicateReception, HandshakeReception } from './reception.js'

/** What Postern itself answers to a request: the same on every framework. */
export interface Answer {
  readonly kind: 'answer'
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Answers a refused request with a problem document (RFC 9457). */
export function refusalAnswer(error: WebhookError): Answer {
  const headers = { ...error.headers, 'content-type': 'application/problem+json' }
  return { kind: 'answer', status: error.status, headers, body: JSON.stringify(error) }
}

/** Answers what needs no handler: a duplicate with an empty 200, a handshake with what it asks for. */
export function settledAnswer(reception: DuplicateReception | HandshakeReception): Answer {
  if (reception.kind === 'duplicate') {
    return { kind: 'answer', status: 200, headers: { 'webhook-duplicate': '1' }, body: '' }
  }
  const { status, headers, body } = reception
  return { kind: 'answer', status, headers, body }
}

/** Answers a delivery that a `handleWebhook` handler has processed. */
export const handledAnswer: Answer = { kind: 'answer', status: 204, headers: {}, body: '' }
