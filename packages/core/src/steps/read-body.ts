import { Readable } from 'node:stream'
import { collectBody } from '../collect-body.js'
import type { Endpoint } from '../endpoint.js'
import { BodyAbortedError, BodyConsumedError, BodyTooLargeError } from '../errors.js'
import { type IncomingRequest, readHeader } from '../request.js'
import type { Head } from './read-head.js'

/** A request with its body, byte for byte as sent. */
export interface Received {
  readonly head: Head
  readonly rawBody: Buffer
}

/** Takes the body that is there already, or reads it from the stream, up to `bodyLimit` and within `bodyTimeoutMs`. */
export function readBody(endpoint: Endpoint, head: Head): Received | Promise<Received> {
  const { request } = head
  const kept = keptBody(request)
  if (kept !== undefined) {
    if (kept.length > endpoint.bodyLimitBytes) throw new BodyTooLargeError()
    return { head, rawBody: kept }
  }
  const stream = request.stream ?? request
  if (!(stream instanceof Readable) || isConsumed(stream)) throw new BodyConsumedError()
  if (stream.destroyed) throw new BodyAbortedError()
  const header = readHeader(request, 'content-length')
  const announced = header === undefined ? undefined : Number(header)
  if (announced !== undefined && announced > endpoint.bodyLimitBytes) throw new BodyTooLargeError()
  return collectBody(stream, announced, endpoint).then((rawBody) => ({ head, rawBody }))
}

/** The bytes that an earlier parser kept. */
function keptBody({ rawBody }: IncomingRequest): Buffer | undefined {
  if (typeof rawBody === 'string') return Buffer.from(rawBody, 'utf8')
  if (rawBody === undefined || Buffer.isBuffer(rawBody)) return rawBody
  return Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength)
}

// After a body parser the stream ends at once and without an error, which would look like an empty body.
function isConsumed(stream: Readable): boolean {
  return stream.readableEnded || stream.readableDidRead || stream.readableEncoding !== null
}
