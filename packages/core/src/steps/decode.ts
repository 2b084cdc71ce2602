import type { Endpoint } from '../endpoint.js'
import { PayloadMalformedError, UnsupportedMediaTypeError } from '../errors.js'
import { nonEmptyText } from '../check-option.js'
import { findValue } from '../find-value.js'
import type { PayloadFormat } from '../media-type.js'
import type { DecodedDelivery } from '../options.js'
import { looksLikeJson, parsePayload } from '../parse-payload.js'
import type { RequestHead } from '../request.js'
import type { Received } from './read-body.js'
import type { Verified } from './verify.js'

/** A verified delivery whose payload is decoded. */
export interface Decoded {
  readonly verified: Verified
  readonly delivery: DecodedDelivery
}

/** Parses the verified bytes, and finds the event type in them. */
export function decode(endpoint: Endpoint, verified: Verified): Decoded | Promise<Decoded> {
  const { received } = verified
  const { parse } = endpoint
  if (typeof parse !== 'function') return decodedAs(endpoint, verified, parseBody(parse, endpoint, received))
  return parseByUser(parse, received).then((payload) => decodedAs(endpoint, verified, payload))
}

function decodedAs(endpoint: Endpoint, verified: Verified, payload: unknown): Decoded {
  const { head, rawBody } = verified.received
  const { request } = head
  const source =
    typeof endpoint.source === 'function' ? nonEmptyText(endpoint.source(request), 'source') : endpoint.source
  const type = findValue(endpoint.scheme.event.type, payload, request, undefined)
  return { verified, delivery: { payload, rawBody, type, source, request } }
}

function parseBody(
  parse: 'auto' | PayloadFormat,
  { scheme }: Endpoint,
  { head, rawBody }: Received,
): unknown {
  const format = parse === 'auto' && looksLikeJson(rawBody) ? 'json' : (head.format ?? 'raw')
  if (parse === 'auto' && scheme.formats?.includes(format) === false) throw new UnsupportedMediaTypeError()
  try {
    return parsePayload(rawBody, format)
  } catch {
    // What JSON.parse says quotes the payload.
    throw new PayloadMalformedError(undefined)
  }
}

async function parseByUser(
  parse: (rawBody: Buffer, request: RequestHead) => unknown,
  { head, rawBody }: Received,
): Promise<unknown> {
  try {
    return await parse(rawBody, head.request)
  } catch (error) {
    throw new PayloadMalformedError(error)
  }
}
