import { withBody } from '../captured-request.js'
import type { BodyCause } from '../cause.js'
import type { Change, Trial } from '../trial.js'

const bom = Buffer.from([0xef, 0xbb, 0xbf])

/** What is added or lost at the ends of a body, and at the ends of its lines. */
export function* bodyEdgeChanges({ request }: Trial): Iterable<Change> {
  const body = Buffer.from(request.rawBody)
  const change = (cause: BodyCause, text: string, rawBody: Buffer): Change => ({
    cause,
    change: text,
    request: withBody(request, rawBody),
  })
  const latin1 = body.toString('latin1')

  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    if (latin1.endsWith(end))
      yield change(
        'body_trailing_newline',
        `The body has one ${name} at its end that the sender did not sign.`,
        body.subarray(0, -end.length),
      )
    yield change(
      'body_trailing_newline',
      `The body has lost one ${name} at its end that the sender signed.`,
      Buffer.concat([body, Buffer.from(end)]),
    )
  }
  if (body.subarray(0, 3).equals(bom))
    yield change(
      'body_bom',
      'The body begins with a byte order mark that the sender did not sign.',
      body.subarray(3),
    )
  yield change(
    'body_bom',
    'The body has lost the byte order mark that the sender signed.',
    Buffer.concat([bom, body]),
  )
  yield change(
    'body_line_endings',
    'The lines of the body end with CRLF, and the sender signed LF.',
    Buffer.from(latin1.replaceAll('\r\n', '\n'), 'latin1'),
  )
  yield change(
    'body_line_endings',
    'The lines of the body end with LF, and the sender signed CRLF.',
    Buffer.from(latin1.replaceAll(/\r?\n/g, '\r\n'), 'latin1'),
  )
  const stripped = latin1.replace(/^[ \t\r\n]+/, '')
  yield change(
    'body_surrounding_space',
    'The body has white space around it that the sender did not sign.',
    Buffer.from(stripped.trimEnd(), 'latin1'),
  )
}
