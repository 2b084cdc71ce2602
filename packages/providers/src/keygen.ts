import { hash, randomBytes } from 'node:crypto'
import { defineScheme, type PairSchemeOptions, type Scheme, SignatureError } from '@postern/core'
import { headerOf } from './internal/header-of.js'
import { overHeaders } from './internal/over-headers.js'

const signed = defineScheme({
  name: 'keygen',
  algorithm: 'ed25519',
  keyFormat: 'hex',
  keyId: { header: 'keygen-account-id' },
  signature: { header: 'keygen-signature', format: 'raw', encoding: 'base64' },
  signs: ({ rawBody, timestamp = '', value }) => {
    const [, host, target = '/'] = urlParts.exec(value('url')) ?? []
    const digest = value('header:digest')
    // Content that nobody can have signed, for another body and for a host or a path with a line break.
    if (host === undefined || digest !== digestOf(rawBody)) return randomBytes(32)
    return `(request-target): post ${target}\nhost: ${host}\ndate: ${timestamp}\ndigest: ${digest}`
  },
  timestamp: { from: { header: 'date' }, unit: 'http-date' },
  formats: ['json'],
  event: { id: '$.data.id', type: '$.data.attributes.event' },
  retryWindowMs: 61 * 60 * 60 * 1000,
})

const urlParts = /^https?:\/\/([\w.-]+|\[[\da-f:.]+\])(?::\d+)?(\/[\x21-\x7e]*)?$/i
const signatureText =
  /^keyid="([\w-]+)", ?algorithm="([\w-]+)", ?signature="([A-Za-z0-9+/=]+)", ?headers="\(request-target\) host date digest"$/

/**
 * Keygen's webhooks, with Ed25519.
 *
 * - Signed: host and path of the URL, `date`, and the body, by its hash in `digest`.
 * - Secret: none. The key is the account's Ed25519 public key in Keygen's settings, in hexadecimal.
 * - Event id: `$.data.id`, signed. A retry that someone asks for has another one.
 * - Event type: `$.data.attributes.event`, signed.
 * - Retries: 15 within about two and a half days.
 * - Statuses: 2xx within 15 seconds; 410 disables the endpoint.
 * - Note: leave the endpoint's signature algorithm at `ed25519`: others are refused. Behind a proxy that changes
 *   host or path, give `url` as it was given to Keygen. `x-signature`, of older accounts, is never looked at.
 * @see https://keygen.sh/docs/api/webhooks/
 */
export function keygen(options: PairSchemeOptions): Scheme {
  return overHeaders(signed(options), {
    read(request) {
      const text = headerOf(request, 'keygen-signature')
      if (text === undefined) throw new SignatureError('signature_missing')
      const [, account = '', algorithm, signature = ''] = signatureText.exec(text) ?? []
      if (algorithm === undefined) throw new SignatureError('header_malformed')
      if (algorithm !== 'ed25519') throw new SignatureError('algorithm_not_allowed')
      return { 'keygen-signature': signature, 'keygen-account-id': account }
    },
    prepare({ body, url = options.url }) {
      if (url === undefined)
        throw new TypeError('keygen: the signature covers the URL, and the delivery has none.')
      return { digest: digestOf(Buffer.from(body as string)) }
    },
    write({ 'keygen-signature': signature = '', 'keygen-account-id': account = '', ...headers }) {
      const covered = '(request-target) host date digest'
      const text = `keyid="${account}", algorithm="ed25519", signature="${signature}", headers="${covered}"`
      return { ...headers, 'keygen-signature': text }
    },
  })
}

function digestOf(body: Uint8Array): string {
  return `sha-256=${hash('sha256', body, 'base64')}`
}
