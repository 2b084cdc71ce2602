import { createHash } from 'node:crypto'
import { positive, refuseUnknown } from '../check-option.js'
import type { KeyEntry, KeyRing } from '../keys/key-ring.js'
import type { Scheme } from '../schemes/scheme.js'
import { isComponentName } from './component.js'
import { messageKeys } from './message-keys.js'
import { signMessage } from './message-signer.js'
import { messageUrl } from './message-url.js'
import { type MessageHead, type MessagePolicy, readMessageHead, verifyMessage } from './message-verifier.js'
import { originOfUrl } from './request-target.js'

/** Options of {@link httpMessageSignatures}. */
export interface HttpMessageSignaturesOptions {
  /**
   * The sender's public keys or shared secrets; the sender itself gives its private ones. Algorithms are
   * `ecdsa-p256-sha256`, `ed25519`, `hmac-sha256`, `rsa-pkcs1-sha256` and `rsa-pss-sha512`; a ring may have keys for
   * others, which are passed over. A signature with a `keyid` is checked with the key of that `kid` alone, so give the
   * keys the ids that the sender has for them.
   */
  readonly keys: KeyRing | readonly KeyEntry[]
  /**
   * What a signature must cover at least: names of header fields in lower case, `@method`, `@target-uri`,
   * `@authority`, `@scheme`, `@request-target`, `@path` and `@query`. What is left out can be changed on the way.
   * `content-digest` must be among them. With `webhook-id` that header is the event id; without it a receiver needs an
   * `eventId`. @defaultValue `['@method', '@target-uri', 'content-digest']`
   */
  readonly components?: readonly string[]
  /** The `tag` that signatures must have; those with another are passed over. @defaultValue any, or none */
  readonly tag?: string
  /**
   * For a receiver behind a proxy: the scheme and authority that its sender uses (`'https://hooks.example.com'`).
   * Where they are wrong, no signature over `@target-uri`, `@authority` or `@scheme` verifies.
   * @defaultValue `https`, and the Host header
   */
  readonly baseUrl?: string | URL
  /**
   * Whether signatures must have a `nonce`. A sender writes one of 128 random bits. With `eventId: 'hash'` two equal
   * deliveries of one second are then two, and a delivery that is replayed is one. @defaultValue `false`
   */
  readonly nonce?: boolean
  /** For a sender: how long after `created` its signatures expire, in ms. @defaultValue it writes no `expires` */
  readonly expiresAfterMs?: number
  /** For a sender: the URL of deliveries that do not say themselves where they are sent. */
  readonly url?: string | URL
}

const optionKeys = [
  'keys',
  'components',
  'tag',
  'baseUrl',
  'nonce',
  'expiresAfterMs',
  'url',
] as const satisfies readonly (keyof HttpMessageSignaturesOptions)[]

const place = 'httpMessageSignatures'
const defaultComponents = ['@method', '@target-uri', 'content-digest'] as const

/**
 * HTTP Message Signatures (RFC 9421, 3) over a request and the `Content-Digest` of its body (RFC 9530, 2).
 *
 * Of several signatures the first that verifies counts. `created` must be there and is the signed timestamp, so that
 * `toleranceMs` applies; `expires` is heeded. The algorithm is the key's: an `alg` that says another is refused.
 * Components with parameters (`;sf`, `;key`, `;bs`, `;req`, `;tr`) are not supported.
 * @throws TypeError for options and keys that are wrong
 * @see RFC 9421, 2.2 and 2.3 (components and parameters), 3.1 and 3.2 (signing, verifying), 7.3.6 (algorithms)
 * @see RFC 9530, 2 (`Content-Digest`)
 * @example
 * const scheme = httpMessageSignatures({
 *   keys: [{ kid: 'sender-2026', algorithm: 'ed25519', key: readFileSync('sender.pub.pem', 'utf8') }],
 *   components: ['@method', '@target-uri', 'content-digest', 'webhook-id'],
 * })
 * const receiver = createReceiver({ scheme })
 */
export function httpMessageSignatures(options: HttpMessageSignaturesOptions): Scheme {
  refuseUnknown(options, optionKeys, place)
  const policy: MessagePolicy = {
    keys: messageKeys(options.keys, place),
    components: checkComponents(options.components ?? defaultComponents),
    tag: checkTag(options.tag),
    nonce: options.nonce ?? false,
    origin: options.baseUrl === undefined ? undefined : originOfUrl(checkBaseUrl(options.baseUrl)),
  }
  const url = options.url === undefined ? undefined : messageUrl(options.url, 'url')
  const expiresAfterMs =
    options.expiresAfterMs === undefined
      ? undefined
      : positive(options.expiresAfterMs, `${place}: expiresAfterMs`)
  return {
    name: 'http-message-signatures',
    event: { id: policy.components.includes('webhook-id') ? [{ header: 'webhook-id' }] : [], type: [] },
    formats: undefined,
    privateKeys: policy.keys.filter(({ isPrivate }) => isPrivate).map(({ keyId }) => keyId),
    signsTimestamp: true,
    readHead: (request) => readMessageHead(request, policy),
    verify: (head, rawBody, _request, now) => verifyMessage(head as MessageHead, rawBody, now),
    hashSignedContent(head, rawBody) {
      const [{ base }] = (head as MessageHead).matches
      return createHash('sha256').update(base, 'latin1').update(rawBody).digest('base64url')
    },
    sign: (delivery) => signMessage(delivery, policy, { url, expiresAfterMs }),
  }
}

function checkComponents(components: readonly string[]): readonly string[] {
  const wrong = components.find((name) => !isComponentName(name))
  if (wrong !== undefined)
    throw new TypeError(
      `${place}: components has ${wrong}, which is no header in lower case and nothing known.`,
    )
  if (new Set(components).size < components.length)
    throw new TypeError(`${place}: components has a name twice.`)
  if (!components.includes('content-digest'))
    throw new TypeError(`${place}: components must have content-digest: nothing else covers the body.`)
  return [...components]
}

function checkTag(tag: string | undefined): string | undefined {
  if (tag === undefined || /^[\x20-\x7e]+$/.test(tag)) return tag
  throw new TypeError(`${place}: tag must be printable ASCII.`)
}

function checkBaseUrl(baseUrl: string | URL): URL {
  const url = messageUrl(baseUrl, 'baseUrl')
  if (url.pathname === '/' && url.search === '') return url
  throw new TypeError(
    `${place}: baseUrl is a scheme and an authority, without a path: that of the request counts.`,
  )
}
