import { defineScheme, type Scheme, type Secrets, SignatureError } from '@postern/core'
import { canonicalJson } from './internal/canonical-json.js'
import { mapSecrets } from './internal/map-secrets.js'

const signed = defineScheme({
  name: 'inngest',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'Each environment has a signing key of its own (`signkey-<environment>-`); event keys are none.',
  signature: {
    header: 'x-inngest-signature',
    format: { pairs: '&', signature: 's', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{body}{timestamp}',
  timestamp: { from: 'signature', unit: 's', toleranceMs: 5 * 60 * 1000 },
  alternativeBody: canonicalJson,
  formats: ['json'],
})

/**
 * Inngest's calls of functions.
 *
 * - Signed: the body, as it is or as canonical JSON (RFC 8785), and the timestamp. With `parse: 'raw'` the bytes
 *   may be another spelling of the JSON that was signed.
 * - Secret: the signing key of the environment in the dashboard, with its `signkey-<environment>-` or without;
 *   while it is rotated, the new one and the fallback.
 * - Event id: none: give the receiver an `eventId`.
 * - Event type: none: it is a call.
 * - Retries: not known.
 * - Note: this is for a proxy or a gateway before the SDK, which needs the request as it came, and verifies it
 *   anew. The PUT by which functions are registered is not taken, and calls of the development server are not
 *   signed. A body that ends in a digit is refused, as the timestamp begins right behind it.
 * @see https://www.inngest.com/docs/learn/security
 */
export function inngest({ secrets, ...rest }: { readonly secrets: Secrets }): Scheme {
  const scheme = signed({ ...rest, secrets: mapSecrets(secrets, withoutPrefix) })
  return {
    ...scheme,
    verify(head, rawBody, request, now) {
      if (endsInDigit(rawBody)) throw new SignatureError('signature_mismatch')
      return scheme.verify(head, rawBody, request, now)
    },
  }
}

function withoutPrefix(key: string): string {
  return key.replace(/^signkey-\w+-/, '')
}

function endsInDigit(body: Uint8Array): boolean {
  return /\d$/.test(Buffer.from(body).toString('latin1').trimEnd().slice(-1))
}
