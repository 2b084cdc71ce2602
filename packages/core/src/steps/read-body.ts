import { Readable } from 'node:stream'
import getRawBody from 'raw-body'
import type { Endpoint } from '../endpoint.js'
import {
  BodyAbortedError,
  BodyConsumedError,
  BodyTimeoutError,
  BodyTooLargeError,
  type WebhookRefusal,
} from '../errors.js'
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
  const length = readHeader(request, 'content-length')
  if (Number(length) > endpoint.bodyLimitBytes) throw new BodyTooLargeError()
  return readStream(endpoint, stream, length).then((rawBody) => ({ head, rawBody }))
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

function readStream(endpoint: Endpoint, stream: Readable, length: string | undefined): Promise<Buffer> {
  const { bodyLimitBytes, bodyDeadlines } = endpoint
  return new Promise((resolve, reject) => {
    if (stream.destroyed) {
      reject(new BodyAbortedError())
      return
    }
    const awaited = bodyDeadlines.await(() => {
      reject(new BodyTimeoutError())
    })
    limitChunks(stream, bodyLimitBytes)
    // An error after the verdict concerns nobody, and would be thrown.
    stream.on('error', () => undefined)
    getRawBody(stream, { limit: bodyLimitBytes, length: length ?? null }, (error: unknown, rawBody) => {
      bodyDeadlines.arrived(awaited)
      if (error === null || error === undefined) {
        resolve(rawBody)
        return
      }
      reject(refusalOf(error as getRawBody.RawBodyError))
      // Let the rest pass by, unread: a sender that is still writing would not see the answer.
      stream.resume()
    })
  })
}

/**
 * Ends a stream that comes in crumbs: chunks are kept until the body is whole, and one of a single byte takes two
 * hundred. No sender writes a body in pieces of less than 32 bytes, but for the first thousand.
 */
function limitChunks(stream: Readable, bodyLimitBytes: number): void {
  let left = 1000 + bodyLimitBytes / 32
  stream.on('data', () => {
    left -= 1
    if (left < 0) stream.destroy(new Error('The body comes in too many pieces.'))
  })
}

function refusalOf(error: getRawBody.RawBodyError): WebhookRefusal {
  switch (error.type) {
    case 'entity.too.large':
      return new BodyTooLargeError()
    case 'stream.encoding.set':
    case 'stream.not.readable':
      return new BodyConsumedError()
    default:
      return new BodyAbortedError(error)
  }
}
