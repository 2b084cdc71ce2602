import { hash } from 'node:crypto'
import { defineJwt, type JwtOptions, PayloadMalformedError, type Scheme } from '@postern/core'

const signed = defineJwt({
  name: 'wix',
  token: 'body',
  algorithms: ['RS256'],
  formats: ['json'],
  event: { type: '$.eventType' },
  retryWindowMs: 48 * 60 * 60 * 1000,
})

/**
 * Wix's webhooks, of apps.
 *
 * - Signed: the whole of the body, which is a token.
 * - Secret: none. The key is the app's public key, of Webhooks, "Get Public Key", in the app's dashboard, in PEM.
 * - Event id: none that is certain: give the receiver an `eventId`. `$.data.id` is said to be the event's, where
 *   there is one.
 * - Event type: `$.eventType`, signed.
 * - Retries: for 48 hours.
 * - Statuses: 200 within 1250 milliseconds.
 * - Note: the payload is `{ eventType, instanceId, identity, data }`, of the token's claim `data`, with the JSON
 *   that stands in it as text parsed. The raw body is the token.
 * @see https://dev.wix.com/docs/build-apps/build-your-app/authentication/verify-wix-requests
 */
export function wix(options: Pick<JwtOptions, 'keys'>): Scheme {
  const scheme = signed(options)
  return {
    ...scheme,
    readPayload: (rawBody) => unwrapped(scheme.readPayload?.(rawBody) ?? rawBody),
    // The white space around a token is not signed.
    hashSignedContent: (_, rawBody) =>
      hash('sha256', Buffer.from(rawBody).toString('latin1').trim(), 'base64url'),
    signRequest(delivery) {
      if (scheme.signRequest === undefined) throw new TypeError('wix: the scheme does not sign.')
      const body = wrapped(Buffer.from(delivery.body as string))
      return scheme.signRequest({ ...delivery, body })
    },
  }
}

function unwrapped(claims: Buffer): Buffer {
  const { data: text } = parsed(claims.toString('utf8'))
  const { eventType, instanceId, identity, data } = parsed(text)
  const payload = { eventType, instanceId, identity: withinText(identity), data: withinText(data) }
  return Buffer.from(JSON.stringify(payload), 'utf8')
}

function wrapped(payload: Buffer): string {
  const { eventType, instanceId, data } = parsed(payload.toString('utf8'))
  return JSON.stringify({ data: JSON.stringify({ eventType, instanceId, data: JSON.stringify(data) }) })
}

/** Events without data have empty text for it, and some have an identity that is no JSON. */
function withinText(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function parsed(text: unknown): Readonly<Record<string, unknown>> {
  const value = typeof text === 'string' ? withinText(text) : undefined
  if (typeof value !== 'object' || value === null) throw new PayloadMalformedError(undefined)
  return value as Record<string, unknown>
}
