import { withBody } from '../captured-request.js'
import type { BodyCause } from '../cause.js'
import type { Change, Trial } from '../trial.js'

/** Bodies that something has put into another form as a whole. */
export function* bodyWrappingChanges({ request }: Trial): Iterable<Change> {
  const text = Buffer.from(request.rawBody).toString('utf8')
  const change = (cause: BodyCause, what: string, rawBody: Buffer): Change => ({
    cause,
    change: what,
    request: withBody(request, rawBody),
  })
  const compact = text.trim()
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact))
    yield change(
      'body_base64',
      'The body is base64 of what the sender signed, as a gateway hands it on.',
      Buffer.from(compact, 'base64'),
    )
  const value = parsed(text)
  const bytes = bytesOfBuffer(value)
  if (bytes !== undefined)
    yield change(
      'body_buffer_json',
      'The body is JSON.stringify of a Buffer, and the sender signed its bytes.',
      bytes,
    )
  if (typeof value === 'string')
    yield change(
      'body_double_encoded',
      'The body is a JSON string of what the sender signed: JSON.stringify was called twice.',
      Buffer.from(value),
    )
  yield change(
    'body_double_encoded',
    'The sender signed a JSON string with this text in it: the body was parsed once on its way.',
    Buffer.from(JSON.stringify(text)),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function bytesOfBuffer(value: unknown): Buffer | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { type, data } = value as { type?: unknown; data?: unknown }
  const isBytes = (byte: unknown) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255
  if (type !== 'Buffer' || !Array.isArray(data) || !data.every(isBytes)) return undefined
  return Buffer.from(data as number[])
}
