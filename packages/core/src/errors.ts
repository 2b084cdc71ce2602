import {
  brand,
  type DecryptionReason,
  type RefusedDelivery,
  type SignatureReason,
  WebhookError,
} from './webhook-error.js'

/** Every refusal there is: `code` tells them apart. */
export type WebhookRefusal =
  | BodyAbortedError
  | BodyConsumedError
  | BodyTimeoutError
  | BodyTooLargeError
  | DecryptionError
  | EventIdMissingError
  | GuardedError
  | InFlightError
  | MethodNotAllowedError
  | PayloadInvalidError
  | PayloadMalformedError
  | RateLimitedError
  | SecretsUnavailableError
  | SignatureError
  | StoreUnavailableError
  | UnsupportedMediaTypeError

/**
 * Tells whether `value` is a refusal of Postern's, also across copies of the package, where `instanceof` does not.
 * `code` then tells which.
 */
export function isWebhookError(value: unknown): value is WebhookRefusal {
  return typeof value === 'object' && value !== null && (value as { [brand]?: unknown })[brand] === true
}

/** Tells whether `value` is the refusal of a signature, of any copy of the package. */
export function isSignatureError(value: unknown): value is SignatureError {
  return isWebhookError(value) && value.code === 'ERR_WEBHOOK_SIGNATURE'
}

function retryAfter(retryAfterMs: number): Record<string, string> {
  return { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }
}

/** The signature, the timestamp or a header that they need is missing, malformed, wrong or out of tolerance. */
export class SignatureError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_SIGNATURE'
  /** Why, for operators. */
  readonly reason: SignatureReason

  constructor(reason: SignatureReason) {
    super('The webhook could not be verified.', { code: 'ERR_WEBHOOK_SIGNATURE', status: 401 })
    this.reason = reason
  }
}

/** The request's method is not one that the scheme delivers with. */
export class MethodNotAllowedError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_METHOD'
  constructor(allowed: readonly string[]) {
    const headers = { allow: allowed.join(', ') }
    super('The method is not allowed here.', { code: 'ERR_WEBHOOK_METHOD', status: 405, headers })
  }
}

/** The media type, charset or content coding is not one that the receiver decodes. */
export class UnsupportedMediaTypeError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_MEDIA_TYPE'
  constructor() {
    super('The media type is not supported.', { code: 'ERR_WEBHOOK_MEDIA_TYPE', status: 415 })
  }
}

/** The body is larger than `bodyLimit`. */
export class BodyTooLargeError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_BODY_TOO_LARGE'
  constructor() {
    super('The body is too large.', { code: 'ERR_WEBHOOK_BODY_TOO_LARGE', status: 413 })
  }
}

/** The body did not arrive within `bodyTimeoutMs`. */
export class BodyTimeoutError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_BODY_TIMEOUT'
  constructor() {
    const headers = { connection: 'close' }
    super('The body did not arrive in time.', { code: 'ERR_WEBHOOK_BODY_TIMEOUT', status: 408, headers })
  }
}

/** The connection ended before the body did, or its length is not the one announced. */
export class BodyAbortedError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_BODY_ABORTED'
  constructor(cause?: unknown) {
    super('The body is incomplete.', { code: 'ERR_WEBHOOK_BODY_ABORTED', status: 400, cause })
  }
}

/** Something read the body before Postern could, and the bytes as sent are not to be had. */
export class BodyConsumedError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_BODY_CONSUMED'
  constructor() {
    const cause = new Error(
      'The body was read before Postern saw the request, and a signature covers the bytes as sent. ' +
        'Mount the webhook route before the body parser (express.json(), koa-bodyparser), or let the parser keep ' +
        "the bytes: express.json({ verify: (req, _res, bytes) => { req.rawBody = bytes } }), or express.raw({ type: '*/*' }) " +
        'on the route. In Fastify, register verifyWebhook in a scope of its own.',
    )
    super('The receiver is not set up to take this request.', {
      code: 'ERR_WEBHOOK_BODY_CONSUMED',
      status: 500,
      cause,
    })
  }
}

/** The verified body is not encrypted as `decrypt` needs it, or no key opens it. */
export class DecryptionError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_DECRYPTION'
  /** Why, for operators: told apart by a sender, failures would be an oracle. */
  readonly reason: DecryptionReason

  constructor(reason: DecryptionReason) {
    super('The payload could not be decrypted.', { code: 'ERR_WEBHOOK_DECRYPTION', status: 400 })
    this.reason = reason
  }
}

/** The verified body is not what its media type says, for example not JSON. */
export class PayloadMalformedError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_PAYLOAD_MALFORMED'
  constructor(cause?: unknown) {
    super('The payload could not be read.', { code: 'ERR_WEBHOOK_PAYLOAD_MALFORMED', status: 400, cause })
  }
}

/** The payload does not match `schema`. */
export class PayloadInvalidError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_PAYLOAD_INVALID'
  /** Where the payload is wrong, as paths (`data.amount`). The validator's messages are left out: they may quote the payload. */
  readonly paths: readonly string[]

  constructor(paths: readonly string[]) {
    super('The payload is not valid.', { code: 'ERR_WEBHOOK_PAYLOAD_INVALID', status: 422 })
    this.paths = paths
  }
}

/** The delivery carries no event id where the receiver was told to find it. */
export class EventIdMissingError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_EVENT_ID_MISSING'
  constructor() {
    super('The delivery carries no event id.', { code: 'ERR_WEBHOOK_EVENT_ID_MISSING', status: 400 })
  }
}

/** Another attempt holds the lease of this delivery. */
export class InFlightError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_IN_FLIGHT'
  constructor(retryAfterMs: number, delivery: RefusedDelivery) {
    const headers = retryAfter(retryAfterMs)
    super('The delivery is being processed.', {
      code: 'ERR_WEBHOOK_IN_FLIGHT',
      status: 503,
      headers,
      delivery,
    })
  }
}

/** `rateLimit` is used up. */
export class RateLimitedError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_RATE_LIMITED'
  constructor(retryAfterMs: number, delivery: RefusedDelivery) {
    const headers = retryAfter(retryAfterMs)
    super('Too many deliveries.', { code: 'ERR_WEBHOOK_RATE_LIMITED', status: 429, headers, delivery })
  }
}

/** `guard` has seen too many requests from this address. */
export class GuardedError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_GUARDED'
  constructor(retryAfterMs: number) {
    const headers = retryAfter(retryAfterMs)
    super('Too many requests.', { code: 'ERR_WEBHOOK_GUARDED', status: 429, headers })
  }
}

/** The store did not take the claim. `cause` is its error. */
export class StoreUnavailableError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_STORE_UNAVAILABLE'
  constructor(cause: unknown, delivery: RefusedDelivery) {
    // Spread over a few seconds, so that what piled up does not come back at once.
    const headers = retryAfter(1000 + Math.random() * 4000)
    super('The delivery cannot be taken now.', {
      code: 'ERR_WEBHOOK_STORE_UNAVAILABLE',
      status: 503,
      headers,
      cause,
      delivery,
    })
  }
}

/** The `secrets` function failed. `cause` is its error. */
export class SecretsUnavailableError extends WebhookError {
  declare readonly code: 'ERR_WEBHOOK_SECRETS_UNAVAILABLE'
  constructor(cause: unknown) {
    const headers = retryAfter(1000 + Math.random() * 4000)
    super('The delivery cannot be taken now.', {
      code: 'ERR_WEBHOOK_SECRETS_UNAVAILABLE',
      status: 503,
      headers,
      cause,
    })
  }
}
