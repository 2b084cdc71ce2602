import { hash } from 'node:crypto'
import { type SchemeKey, isInForce } from '../crypto/scheme-key.js'
import { SignatureError } from '../errors.js'
import type { SchemeKeys } from './scheme-keys.js'
import type { Scheme } from './scheme.js'

/** A scheme whose signature stands in the body, beside the text that it covers. */
export interface BodyCarriedScheme extends Scheme {
  /**
   * Makes the body to send: `{"message": ..., "signature": ...}`.
   * @throws TypeError when no private key is in force
   */
  wrap(message: string): string
}

interface SignedMessage {
  readonly message: string
  readonly signature: string
}

const jsonText = /"[^"\\]*(?:\\.[^"\\]*)*"/g
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The engine of bodies that carry their signature. It covers the text of `message` and nothing else of the request, and
 * nothing limits how long it can be replayed.
 */
export function bodyCarriedScheme(name: string, { forms, keys }: SchemeKeys): BodyCarriedScheme {
  function findKey({ message, signature }: SignedMessage, active: readonly SchemeKey[], now: number): string {
    const form = forms.find((form) => form.matches(signature))
    if (form === undefined) throw new SignatureError('signature_malformed')
    const candidates = [form.normalise(signature)]
    const key = active.find(
      (key) => isInForce(key, now) && key.verifies(candidates, '', Buffer.from(message, 'utf8'), ''),
    )
    if (key === undefined) throw new SignatureError('signature_mismatch')
    return key.keyId
  }

  return {
    name,
    event: { id: [], type: [] },
    formats: ['json'],
    privateKeys:
      typeof keys === 'function' ? [] : keys.filter(({ isPrivate }) => isPrivate).map(({ keyId }) => keyId),
    signsTimestamp: false,
    readHead: () => ({ id: undefined, timestamp: undefined, sentAt: undefined, candidates: [] }),
    verify(_head, rawBody, request, now) {
      const signed = readMessage(rawBody)
      if (typeof keys !== 'function') return findKey(signed, keys, now)
      return keys(request).then((found) => findKey(signed, found, now))
    },
    hashSignedContent: (_head, rawBody) => hash('sha256', readMessage(rawBody).message, 'base64url'),
    sign() {
      throw new TypeError(`${name}: the signature stands in the body. Send what wrap(message) gives.`)
    },
    wrap(message) {
      const now = Date.now()
      const key =
        typeof keys === 'function'
          ? undefined
          : keys.find((key) => key.sign !== undefined && isInForce(key, now))
      if (key?.sign === undefined) throw new TypeError(`${name}: no key that can sign is in force.`)
      return JSON.stringify({ message, signature: key.sign('', Buffer.from(message, 'utf8'), '') })
    },
  }
}

/** Reads an object of two texts, `message` and `signature`: nothing unsigned may stand beside them. */
function readMessage(rawBody: Uint8Array): SignedMessage {
  let text: string
  let body: unknown
  try {
    text = utf8.decode(rawBody)
    body = JSON.parse(text)
  } catch {
    throw new SignatureError('signature_missing')
  }
  if (typeof body !== 'object' || body === null) throw new SignatureError('signature_missing')
  const { message, signature, ...others } = body as Record<string, unknown>
  if (typeof message !== 'string' || typeof signature !== 'string' || Object.keys(others).length > 0)
    throw new SignatureError('signature_missing')
  // A lone surrogate becomes a replacement character in UTF-8, as others do.
  if (Buffer.from(message, 'utf8').toString('utf8') !== message) throw new SignatureError('signature_missing')
  // JSON.parse takes the last of two members with one name, and other readers the first.
  if (text.match(jsonText)?.length !== 4) throw new SignatureError('signature_missing')
  return { message, signature }
}
