import { defineScheme } from './define-scheme.js'
import type { Secrets } from './secrets.js'
import { refuseUnknown } from '../check-option.js'
import type { Scheme } from './scheme.js'

/** Options of {@link timestampedHmac}. */
export interface TimestampedHmacOptions {
  readonly secrets: Secrets
  /** The header of the signature. @defaultValue `'x-webhook-signature'` */
  readonly signatureHeader?: string
  /** The header of the timestamp. @defaultValue `'x-webhook-timestamp'` */
  readonly timestampHeader?: string
}

/**
 * Hexadecimal HMAC-SHA256 over `{timestamp}.{body}`, with the signature and the timestamp (seconds) in a header each.
 *
 * It carries no event id: a receiver needs `eventId` to say where one is.
 * @throws TypeError for options that are unknown and secrets that are missing or too short
 * @see RFC 2104, 2 (HMAC), 3 (length of secrets)
 */
export function timestampedHmac(options: TimestampedHmacOptions): Scheme {
  refuseUnknown(options, ['secrets', 'signatureHeader', 'timestampHeader'], 'timestampedHmac')
  const {
    secrets,
    signatureHeader = 'x-webhook-signature',
    timestampHeader = 'x-webhook-timestamp',
  } = options
  const scheme = defineScheme({
    name: 'timestamped-hmac',
    algorithm: 'hmac-sha256',
    secret: 'utf8',
    signature: { header: signatureHeader, format: 'raw', encoding: 'hex' },
    signs: '{timestamp}.{body}',
    timestamp: { from: { header: timestampHeader }, unit: 's' },
  })
  return scheme({ secrets })
}
