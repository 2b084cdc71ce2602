import { randomBytes } from 'node:crypto'
import { type InnerList, type Item, type Parameters, serializeDictionary } from 'structured-headers'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { readHeaderValues, type RequestHead } from '../request.js'
import type { SignableDelivery } from '../schemes/scheme.js'
import { contentDigest } from './content-digest.js'
import type { MessagePolicy } from './message-verifier.js'
import { messageUrl } from './message-url.js'
import { originOfUrl } from './request-target.js'
import { signatureBase } from './signature-base.js'

const place = 'httpMessageSignatures'
const nothing = Buffer.alloc(0)
const none: Parameters = new Map()

/** What a sender knows beyond the policy. */
export interface Sending {
  /** Where a delivery is sent that does not say so itself. */
  readonly url: URL | undefined
  readonly expiresAfterMs: number | undefined
}

/**
 * Signs a delivery with each key that can (RFC 9421, 3.1).
 * @returns the headers to send along
 */
export function signMessage(
  delivery: SignableDelivery,
  policy: MessagePolicy,
  { expiresAfterMs, ...sending }: Sending,
): Record<string, string> {
  const { body, id, sentAt = Date.now(), method = 'POST' } = delivery
  const url = delivery.url === undefined ? sending.url : messageUrl(delivery.url, 'url')
  const { keys, components } = policy
  const created = Math.floor(Number(sentAt) / 1000)
  const expires = expiresAfterMs && Math.floor((Number(sentAt) + expiresAfterMs) / 1000)
  const signing = keys.filter((key) => key.sign !== undefined && isInForce(key, Number(sentAt)))
  if (signing.length === 0)
    throw new TypeError(`${place}: no key that can sign is in force at the time of signing.`)
  const headers: Record<string, string> = { 'content-digest': contentDigest(body) }
  if (components.includes('webhook-id')) headers['webhook-id'] = sendableId(id)
  const message = outgoing(components, { method, url, headers: { ...delivery.headers, ...headers } })
  const inputs = new Map<string, InnerList>()
  const signatures = new Map<string, Item>()
  for (const [index, key] of signing.entries()) {
    const label = `sig${String(index + 1)}`
    const input = signatureInput(policy, key, created, expires)
    const base = signatureBase(input, message, url && originOfUrl(url))
    inputs.set(label, input)
    signatures.set(label, [Buffer.from(key.sign?.(base, nothing, '') ?? '', 'base64'), none])
  }
  return {
    ...headers,
    'signature-input': serializeDictionary(inputs),
    signature: serializeDictionary(signatures),
  }
}

function signatureInput(
  { components, tag, nonce }: MessagePolicy,
  { keyId, label }: SchemeKey,
  created: number,
  expires: number | undefined,
): InnerList {
  const parameters = new Map<string, string | number>([['created', created]])
  if (expires !== undefined) parameters.set('expires', expires)
  if (nonce) parameters.set('nonce', randomBytes(16).toString('base64url'))
  parameters.set('keyid', keyId).set('alg', label)
  if (tag !== undefined) parameters.set('tag', tag)
  return [components.map((name) => [name, none]), parameters]
}

/** The request as its receiver will have it, as far as it is known here. */
function outgoing(
  components: readonly string[],
  { method, url, headers }: { method: string; url: URL | undefined; headers: Record<string, string> },
): RequestHead {
  const message = { method, headers }
  const unknown = components.find(
    (name) => !name.startsWith('@') && readHeaderValues(message, name).length === 0,
  )
  if (unknown !== undefined)
    throw new TypeError(`${place}: ${unknown} is covered, and the delivery to sign has no such header.`)
  // What a client sends is the path and query alone.
  if (url !== undefined) return { ...message, url: url.pathname + url.search }
  if (components.some((name) => name.startsWith('@') && name !== '@method'))
    throw new TypeError(
      `${place}: to sign, give the url that the delivery is sent to: the signature covers it.`,
    )
  return message
}

function sendableId(id: string | undefined): string {
  if (id === undefined) throw new TypeError(`${place}: webhook-id is covered, and the delivery has no id.`)
  if (!/^[\x21-\x7e]+$/.test(id))
    throw new TypeError(
      `${place}: the id must be printable ASCII with no white space: it is signed in a header.`,
    )
  return id
}
