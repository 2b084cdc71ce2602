import { STATUS_CODES } from 'node:http'

/** Marks a refusal, so that one is known across copies of the package. */
export const brand: unique symbol = Symbol.for('postern.WebhookError') as never

/** What an answer says of a refusal: one code for each class, and only one for every signature failure, or for every decryption that fails. */
export type WebhookErrorCode =
  | 'ERR_WEBHOOK_BODY_ABORTED'
  | 'ERR_WEBHOOK_BODY_CONSUMED'
  | 'ERR_WEBHOOK_BODY_TIMEOUT'
  | 'ERR_WEBHOOK_BODY_TOO_LARGE'
  | 'ERR_WEBHOOK_DECRYPTION'
  | 'ERR_WEBHOOK_EVENT_ID_MISSING'
  | 'ERR_WEBHOOK_GUARDED'
  | 'ERR_WEBHOOK_IN_FLIGHT'
  | 'ERR_WEBHOOK_MEDIA_TYPE'
  | 'ERR_WEBHOOK_METHOD'
  | 'ERR_WEBHOOK_PAYLOAD_INVALID'
  | 'ERR_WEBHOOK_PAYLOAD_MALFORMED'
  | 'ERR_WEBHOOK_RATE_LIMITED'
  | 'ERR_WEBHOOK_SECRETS_UNAVAILABLE'
  | 'ERR_WEBHOOK_SIGNATURE'
  | 'ERR_WEBHOOK_STORE_UNAVAILABLE'

/** Why a signature was refused. For operators: it stands on the error and on the diagnostics event, never in an answer. */
export type SignatureReason =
  | 'algorithm_not_allowed'
  | 'coverage_insufficient'
  | 'digest_mismatch'
  | 'digest_unsupported'
  | 'header_malformed'
  | 'header_repeated'
  | 'id_malformed'
  | 'id_missing'
  | 'signature_expired'
  | 'signature_malformed'
  | 'signature_mismatch'
  | 'signature_missing'
  | 'signature_unsupported'
  | 'timestamp_in_future'
  | 'timestamp_malformed'
  | 'timestamp_missing'
  | 'timestamp_required'
  | 'timestamp_too_old'

/** Why a verified payload could not be decrypted. For operators, as {@link SignatureReason} is. */
export type DecryptionReason =
  'decryption_failed' | 'envelope_malformed' | 'key_unknown' | 'nonce_conflict' | 'nonce_length'

/** The body of an answer to a refused request, as RFC 9457 has it. */
export interface Problem {
  title: string
  status: number
  detail: string
  code: WebhookErrorCode
}

/** A verified delivery that was refused all the same. */
export interface RefusedDelivery {
  readonly source: string
  readonly id: string
  readonly keyId: string | undefined
}

/** What a class of refusals says of itself. */
export interface Refusal {
  delivery?: RefusedDelivery
  code: WebhookErrorCode
  status: number
  headers?: Record<string, string>
  cause?: unknown
}

/**
 * A refused request. `message`, `status`, `code` and `headers` are public: they say nothing that a sender may
 * not know. `cause` is for operators.
 */
export abstract class WebhookError extends Error {
  declare readonly [brand]: true
  readonly code: WebhookErrorCode
  /** The HTTP status to answer with. */
  readonly status: number
  /** Headers that belong to the answer, in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Which delivery was refused, where that is known by then. For operators. */
  readonly delivery: RefusedDelivery | undefined

  constructor(message: string, { code, status, headers = {}, cause, delivery }: Refusal) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status
    this.headers = headers
    this.delivery = delivery
  }

  /** The problem document that a sender gets; also what `JSON.stringify` makes of the error. */
  toJSON(): Problem {
    const title = STATUS_CODES[this.status] ?? 'Error'
    return { title, status: this.status, detail: this.message, code: this.code }
  }
}
Object.defineProperty(WebhookError.prototype, brand, { value: true })
Object.defineProperty(WebhookError.prototype, 'name', {
  get(this: WebhookError) {
    return this.constructor.name
  },
})
