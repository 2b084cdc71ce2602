import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib'
import { withBody } from '../captured-request.js'
import type { BodyCause } from '../cause.js'
import type { Change, Trial } from '../trial.js'

/** A few bytes can inflate to gigabytes. */
const maxOutputLength = 16 * 1024 * 1024
/** Compressing again is slow, and gives the same bytes only with the same library. */
const mostToCompress = 256 * 1024

/** Bodies that were compressed or inflated on their way. */
export function* bodyCompressionChanges({ request }: Trial): Iterable<Change> {
  const body = Buffer.from(request.rawBody)
  const change = (cause: BodyCause, text: string, rawBody: Buffer): Change => ({
    cause,
    change: text,
    request: withBody(request, rawBody),
  })
  for (const [name, inflate] of [
    ['gzip', gunzipSync],
    ['deflate', inflateSync],
    ['deflate', inflateRawSync],
    ['br', brotliDecompressSync],
  ] as const) {
    try {
      const inflated = inflate(body, { maxOutputLength })
      yield change(
        'body_compressed',
        `The body is compressed (${name}), and the sender signed the inflated bytes.`,
        inflated,
      )
    } catch {
      // It is none of these.
    }
  }
  if (body.length > mostToCompress) return
  const text = (name: string) =>
    `The body was inflated on its way, and the sender signed the compressed bytes (${name}).`
  for (let level = 9; level >= 1; level -= 1)
    for (const system of [undefined, 0xff, 0x00, 0x03, 0x13]) {
      const compressed = gzipSync(body, { level })
      // The tenth byte names the system that compressed (RFC 1952, 2.3).
      if (system !== undefined) compressed[9] = system
      yield change('body_decompressed', text('gzip'), compressed)
    }
  for (let level = 9; level >= 1; level -= 1)
    yield change('body_decompressed', text('deflate'), deflateSync(body, { level }))
  yield change('body_decompressed', text('br'), brotliCompressSync(body))
}
