import {
  defineScheme,
  type Keys,
  RemoteKeys,
  refuseUnknown,
  type Scheme,
  SignatureError,
} from '@postern/core'
import { headerOf } from './internal/header-of.js'
import { overHeaders } from './internal/over-headers.js'

const signed = defineScheme({
  name: 'neon-auth',
  algorithm: 'ed25519',
  keyId: { header: 'x-neon-signature-kid' },
  signature: { header: 'x-neon-signature', format: 'raw', encoding: 'base64url' },
  signs: ({ rawBody, timestamp = '', value }) => {
    const payload = `${timestamp}.${Buffer.from(rawBody).toString('base64url')}`
    return `${value('header:x-neon-signature-head')}.${Buffer.from(payload).toString('base64url')}`
  },
  timestamp: { from: { header: 'x-neon-timestamp' }, unit: 'ms', toleranceMs: 5 * 60 * 1000 },
  formats: ['json'],
  event: { id: '$.event_id', type: '$.event_type' },
  retryWindowMs: 15_000,
})

const protectedHead = Buffer.from('{"alg":"EdDSA","typ":"JWS"}').toString('base64url')

/**
 * Neon Auth's webhooks.
 *
 * - Signed: the timestamp and the body, in a detached JWS (`EdDSA`).
 * - Secret: none. `keys` is `remoteJwks` of the branch's Neon Auth URL: `<NEON_AUTH_URL>/.well-known/jwks.json`.
 * - Event id: `$.event_id`, signed. `x-neon-event-id` is **not signed**.
 * - Event type: `$.event_type`, signed. `x-neon-event-type` is **not signed**.
 * - Retries: two, within 15 seconds.
 * - Statuses: 2xx; after 5xx, 429 and 408 it tries again. `user.before_create` waits for `{"allowed": true}` or
 *   `{"allowed": false}`.
 * - Note: all but `user.created` keep a user waiting who signs in: answer fast, and a duplicate as the first.
 * @see https://neon.com/docs/auth/guides/webhooks
 */
export function neonAuth(options: { readonly keys: Keys | RemoteKeys }): Scheme {
  refuseUnknown(options, ['keys'], 'neon-auth')
  return overHeaders(signed({ keys: keysOf(options.keys) }), {
    read(request) {
      const text = headerOf(request, 'x-neon-signature')
      if (text === undefined) throw new SignatureError('signature_missing')
      const [, head = '', signature] = /^([\w-]+)\.\.([\w-]+)$/.exec(text) ?? []
      if (signature === undefined) throw new SignatureError('header_malformed')
      checkHead(head)
      return { 'x-neon-signature': signature, 'x-neon-signature-head': head }
    },
    prepare: () => ({ 'x-neon-signature-head': protectedHead }),
    write: ({ 'x-neon-signature': signature = '', 'x-neon-signature-head': head = '', ...headers }) => ({
      ...headers,
      'x-neon-signature': `${head}..${signature}`,
    }),
  })
}

/** The key of the header `x-neon-signature-kid`: that in the JWS can be another spelling of it. */
function keysOf(keys: Keys | RemoteKeys): Keys {
  if (!(keys instanceof RemoteKeys)) return keys
  return async (request) => {
    const found = await keys.keysFor(headerOf(request, 'x-neon-signature-kid'), ['ed25519'])
    return found.map(({ kid, object }) => ({ kid, key: object }))
  }
}

function checkHead(text: string): void {
  const { alg, crit, b64 } = membersOf(text)
  if (alg !== 'EdDSA') throw new SignatureError('algorithm_not_allowed')
  // Whoever does not know what is critical must not take it (RFC 7515, 4.1.11).
  if (crit !== undefined || b64 !== undefined) throw new SignatureError('signature_unsupported')
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))) as Record<string, unknown>
  } catch {
    throw new SignatureError('header_malformed')
  }
}
