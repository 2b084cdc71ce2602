import type { Endpoint } from '../endpoint.js'
import { PayloadMalformedError, UnsupportedMediaTypeError } from '../errors.js'
import { nonEmptyText } from '../check-option.js'
import { findValue } from '../find-value.js'
import type { DecodedDelivery } from '../options.js'
import { looksLikeJson, parsePayload } from '../parse-payload.js'
import type { Received } from './read-body.js'
import type { Verified } from './verify.js'

/** A verified delivery whose payload is decoded. */
export interface Decoded {
  readonly verified: Verified
  readonly delivery: DecodedDelivery
}

/** Parses the verified bytes, and finds the event type in them. */
export async function decode(endpoint: Endpoint, verified: Verified): Promise<Decoded> {
  const { received } = verified
  const { request } = received.head
  const payload = await parse(endpoint, received)
  const source =
    typeof endpoint.source === 'function' ? nonEmptyText(endpoint.source(request), 'source') : endpoint.source
  const type = findValue(endpoint.scheme.event.type, payload, request, undefined)
  return { verified, delivery: { payload, rawBody: received.rawBody, type, source, request } }
}

async function parse({ parse, scheme }: Endpoint, { head, rawBody }: Received): Promise<unknown> {
  const format = parse === 'auto' && looksLikeJson(rawBody) ? 'json' : (head.format ?? 'raw')
  if (parse === 'auto' && scheme.formats?.includes(format) === false) throw new UnsupportedMediaTypeError()
  try {
    if (typeof parse === 'function') return await parse(rawBody, head.request)
    return parsePayload(rawBody, format)
  } catch (error) {
    // What JSON.parse says quotes the payload.
    throw new PayloadMalformedError(typeof parse === 'function' ? error : undefined)
  }
}
