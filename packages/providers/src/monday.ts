import { defineJwt, type JwtOptions, type Scheme } from '@postern/core'

const signed = defineJwt({
  name: 'monday',
  token: { header: 'authorization', prefix: 'Bearer ' },
  algorithms: ['HS256'],
  expires: true,
  url: { claim: 'aud' },
  formats: ['json'],
  event: { id: '$.event.triggerUuid', type: '$.event.type' },
  retryWindowMs: 30 * 60 * 1000,
})

/**
 * monday.com's webhooks that an app has made.
 *
 * - Signed: the URL of the endpoint, in a token, and **not the body**: whoever has seen one delivery can send
 *   another payload with it, until the token expires.
 * - Secret: "Signing Secret" under the app's Basic Information, in the Developer Center; for webhooks of the app's
 *   lifecycle its "Client Secret".
 * - Event id: `$.event.triggerUuid`, **not signed**.
 * - Event type: `$.event.type`, **not signed**.
 * - Retries: every minute, for half an hour.
 * - Handshake: `{"challenge": "..."}`, once its token is verified, is answered with the same.
 * - Note: the challenge may come without a token, and is refused then: answer it in a route of your own while you
 *   make the webhook. Webhooks that are made in a board, or with a personal token, have no token at all. Behind a
 *   proxy give `url` as it was given to monday.com.
 * @see https://developer.monday.com/apps/docs/integration-authorization
 */
export function monday(options: Pick<JwtOptions, 'secrets' | 'url'>): Scheme {
  return { ...signed(options), handshakes: [{ signed: true, method: 'POST', answer }] }
}

function answer(_request: unknown, rawBody: Uint8Array | undefined) {
  const challenge = challengeOf(Buffer.from(rawBody ?? []).toString('utf8'))
  if (challenge === undefined) return undefined
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ challenge }),
  }
}

/** A body with anything beside the challenge is a delivery. */
function challengeOf(text: string): string | undefined {
  try {
    const { challenge, ...others } = Object(JSON.parse(text)) as Record<string, unknown>
    return typeof challenge === 'string' && Object.keys(others).length === 0 ? challenge : undefined
  } catch {
    return undefined
  }
}
