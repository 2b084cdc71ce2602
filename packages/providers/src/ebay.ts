import { hash } from 'node:crypto'
import {
  defineScheme,
  type KeyInput,
  KeyRing,
  type Keys,
  type KnownKeys,
  refuseUnknown,
  type Scheme,
  type SchemeHandshake,
  SignatureError,
} from '@postern/core'
import { headerOf } from './internal/header-of.js'
import { mapKnown } from './internal/map-known.js'
import { overHeaders } from './internal/over-headers.js'

const signed = defineScheme({
  name: 'ebay',
  algorithm: 'ecdsa-p256-sha1',
  keyId: { header: 'x-ebay-key-id' },
  signature: { header: 'x-ebay-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.notification.notificationId', type: '$.metadata.topic' },
  retryWindowMs: 24 * 60 * 60 * 1000,
})

/** Options of {@link ebay}. */
export interface EbayOptions {
  readonly keys: Keys
  /** The verification token of the endpoint: with it and `url` eBay's challenge is answered. */
  readonly verificationToken?: string
  /** The URL of the endpoint, character for character as it was given to eBay. */
  readonly url?: string
}

/**
 * eBay's notifications, such as that of an account's deletion.
 *
 * - Signed: the body, by ECDSA with SHA-1. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: none. `keys` is `perTenant`, by the header `x-ebay-key-id`, which is made of the `kid` in the
 *   signature: it fetches `/commerce/notification/v1/public_key/{kid}` of `https://api.ebay.com` with a token of
 *   the app, and gives `{ kid, key }`, in PEM as eBay has it.
 * - Event id: `$.notification.notificationId`, signed.
 * - Event type: `$.metadata.topic`, signed.
 * - Retries: for about 24 hours.
 * - Statuses: 2xx; eBay's own library answers 412 to a signature that does not match.
 * - Handshake: GET with `challenge_code`, without a signature, is answered with the SHA-256 of the code,
 *   `verificationToken` and `url`, where both are given. Let the route take it beside `POST`.
 * - Note: the `kid` is anyone's to write: let it be part of no URL before it looks like an id (a UUID).
 * @see https://developer.ebay.com/marketplace-account-deletion
 */
export function ebay(options: EbayOptions): Scheme {
  refuseUnknown(options, ['keys', 'verificationToken', 'url'], 'ebay')
  const { keys, verificationToken, url } = options
  if ((verificationToken === undefined) !== (url === undefined))
    throw new TypeError('ebay: verificationToken and url are given together: the challenge needs both.')
  const scheme = overHeaders(signed({ keys: mapKnown<KnownKeys>(keys, withLineBreaks) }), {
    read(request) {
      const { kid, signature } = readSignature(headerOf(request, 'x-ebay-signature'))
      return { 'x-ebay-signature': signature, 'x-ebay-key-id': kid }
    },
    write({ 'x-ebay-signature': signature, 'x-ebay-key-id': kid, ...headers }) {
      const text = JSON.stringify({ alg: 'ecdsa', kid, signature, digest: 'SHA1' })
      return { ...headers, 'x-ebay-signature': Buffer.from(text, 'utf8').toString('base64') }
    },
  })
  if (verificationToken === undefined || url === undefined) return scheme
  return { ...scheme, handshakes: [challenge(verificationToken + url)] }
}

function readSignature(text: string | undefined): { kid: string; signature: string } {
  if (text === undefined) throw new SignatureError('signature_missing')
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new SignatureError('header_malformed')
  const { alg, kid, signature, digest } = membersOf(bytes)
  if (typeof kid !== 'string' || kid === '' || typeof signature !== 'string')
    throw new SignatureError('header_malformed')
  // It is the key's in any case: this refuses what was meant to be verified otherwise.
  if (!/^ecdsa$/i.test(String(alg)) || !/^sha-?1$/i.test(String(digest)))
    throw new SignatureError('algorithm_not_allowed')
  return { kid, signature }
}

function membersOf(bytes: Buffer): Record<string, unknown> {
  try {
    return Object(JSON.parse(bytes.toString('utf8'))) as Record<string, unknown>
  } catch {
    throw new SignatureError('header_malformed')
  }
}

/** eBay's PEM has no line breaks behind its first line and before its last. */
function withLineBreaks(known: KnownKeys): KnownKeys {
  if (known instanceof KeyRing) return known
  return isList(known) ? known.map(withLineBreak) : withLineBreak(known)
}

function isList(known: KnownKeys): known is readonly KeyInput[] {
  return Array.isArray(known)
}

function withLineBreak(input: KeyInput): KeyInput {
  if (typeof input === 'string')
    return input.replace(/^(-----BEGIN [A-Z ]+-----)(?=\S)/, '$1\n').replace(/(?<=\S)(-----END )/, '\n$1')
  return 'key' in input && typeof input.key === 'string'
    ? { ...input, key: withLineBreak(input.key) as string }
    : input
}

/** Nothing but the hash of what the request brought, and of a token that signs nothing, is ever answered. */
function challenge(tokenAndUrl: string): SchemeHandshake {
  return {
    signed: false,
    method: 'GET',
    answer({ url = '' }) {
      const codes = new URLSearchParams(url.split(/\?(.*)/s, 2)[1] ?? '').getAll('challenge_code')
      const [code = ''] = codes
      if (codes.length !== 1 || !/^[\w-]{1,128}$/.test(code)) return undefined
      const challengeResponse = hash('sha256', code + tokenAndUrl, 'hex')
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ challengeResponse }),
      }
    },
  }
}
