import type { Decrypter } from '../decrypt/decrypter.js'
import type { Endpoint } from '../endpoint.js'
import { PayloadMalformedError, UnsupportedMediaTypeError } from '../errors.js'
import { nonEmptyText } from '../check-option.js'
import { findValue } from '../find-value.js'
import type { PayloadFormat } from '../media-type.js'
import type { DecodedDelivery } from '../options.js'
import { looksLikeJson, parsePayload } from '../parse-payload.js'
import type { RequestHead } from '../request.js'
import type { Head } from './read-head.js'
import type { Verified } from './verify.js'

/** A verified delivery whose payload is decoded. */
export interface Decoded {
  readonly verified: Verified
  readonly delivery: DecodedDelivery
}

/** Decrypts the verified bytes where they are encrypted, parses them, and finds the event type in them. */
export function decode(endpoint: Endpoint, verified: Verified): Decoded | Promise<Decoded> {
  const { received, doubt } = verified
  const { decrypt, scheme } = endpoint
  if (scheme.readPayload !== undefined && doubt === undefined)
    return decodeBytes(endpoint, verified, scheme.readPayload(received.rawBody))
  // What nobody vouches for is never decrypted: whoever sends it would learn what the key makes of it.
  if (decrypt === undefined || doubt !== undefined) return decodeBytes(endpoint, verified, received.rawBody)
  const { request, receivedAt } = received.head
  const plaintext = decrypt.decrypt(received.rawBody, request, receivedAt)
  if (Buffer.isBuffer(plaintext)) return decodeBytes(endpoint, verified, plaintext)
  return decodeLater(endpoint, verified, decrypt, plaintext)
}

async function decodeLater(
  endpoint: Endpoint,
  verified: Verified,
  { name }: Decrypter,
  promise: Promise<Buffer>,
): Promise<Decoded> {
  const plaintext: unknown = await promise
  if (!Buffer.isBuffer(plaintext)) throw new TypeError(`Postern: decrypt (${name}) must give a Buffer.`)
  return await decodeBytes(endpoint, verified, plaintext)
}

function decodeBytes(endpoint: Endpoint, verified: Verified, bytes: Buffer): Decoded | Promise<Decoded> {
  const { head } = verified.received
  const { parse } = endpoint
  if (typeof parse !== 'function')
    return decodedAs(endpoint, verified, parseBytes(parse, endpoint, head, bytes))
  return parseByUser(parse, head, bytes).then((payload) => decodedAs(endpoint, verified, payload))
}

function decodedAs(endpoint: Endpoint, verified: Verified, payload: unknown): Decoded {
  const { head, rawBody } = verified.received
  const { request } = head
  const source =
    typeof endpoint.source === 'function' ? nonEmptyText(endpoint.source(request), 'source') : endpoint.source
  const type = findValue(endpoint.scheme.event.type, payload, request, undefined)
  return { verified, delivery: { payload, rawBody, type, source, request } }
}

function parseBytes(parse: 'auto' | PayloadFormat, { scheme }: Endpoint, head: Head, bytes: Buffer): unknown {
  const format = parse === 'auto' && looksLikeJson(bytes) ? 'json' : (head.format ?? 'raw')
  if (parse === 'auto' && scheme.formats?.includes(format) === false) throw new UnsupportedMediaTypeError()
  try {
    return parsePayload(bytes, format)
  } catch {
    // What JSON.parse says quotes the payload.
    throw new PayloadMalformedError(undefined)
  }
}

async function parseByUser(
  parse: (bytes: Buffer, request: RequestHead) => unknown,
  { request }: Head,
  bytes: Buffer,
): Promise<unknown> {
  try {
    return await parse(bytes, request)
  } catch (error) {
    throw new PayloadMalformedError(error)
  }
}
