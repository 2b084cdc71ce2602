import type { Readable } from 'node:stream'
import { BodyAbortedError, BodyTimeoutError, BodyTooLargeError, type WebhookRefusal } from './errors.js'
import type { BodyDeadlines } from './body-deadlines.js'

/** What bounds the reading of a body. */
export interface BodyBounds {
  readonly bodyLimitBytes: number
  readonly bodyDeadlines: BodyDeadlines
}

/**
 * Collects the bytes of a stream.
 * @param announced - how many the sender said there are
 * @throws BodyTooLargeError, BodyTimeoutError, or BodyAbortedError for a stream that fails, ends early, is longer or
 * shorter than announced, or comes in crumbs
 */
export function collectBody(
  stream: Readable,
  announced: number | undefined,
  { bodyLimitBytes, bodyDeadlines }: BodyBounds,
): Promise<Buffer> {
  const most = mostChunks(bodyLimitBytes)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    let isOver = false

    const awaited = bodyDeadlines.await(() => {
      refuse(new BodyTimeoutError())
    })
    function end(): void {
      isOver = true
      bodyDeadlines.arrived(awaited)
    }
    function refuse(refusal: WebhookRefusal): void {
      if (isOver) return
      end()
      chunks.length = 0
      reject(refusal)
    }
    // The listeners stay: what comes after a refusal passes by, unread, as a sender that is still writing would not see
    // the answer; and an error that nobody listens to would be thrown.
    stream.on('data', (chunk: Buffer) => {
      if (isOver) return
      received += chunk.length
      if (received > bodyLimitBytes) refuse(new BodyTooLargeError())
      else if (chunks.push(chunk) > most) stream.destroy(new Error('The body comes in too many pieces.'))
    })
    stream.on('end', () => {
      if (isOver) return
      if (announced !== undefined && received !== announced) {
        refuse(new BodyAbortedError())
        return
      }
      end()
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, received))
    })
    stream.on('error', (error) => {
      refuse(new BodyAbortedError(error))
    })
    stream.on('close', () => {
      // As most streams do, after their end; and an error that nobody gets would cost more than reading the body did.
      if (!isOver) refuse(new BodyAbortedError())
    })
  })
}

/**
 * Chunks are kept until the body is whole, and one of a single byte takes two hundred. No sender writes a body in
 * pieces of less than 32 bytes, but for the first thousand.
 */
function mostChunks(bodyLimitBytes: number): number {
  return 1000 + bodyLimitBytes / 32
}
