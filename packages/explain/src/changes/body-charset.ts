import { withBody } from '../captured-request.js'
import type { Change, Trial } from '../trial.js'

/** The same text in other charsets. */
export function* bodyCharsetChanges({ request }: Trial): Iterable<Change> {
  const body = Buffer.from(request.rawBody)
  const change = (text: string, rawBody: Buffer | undefined): Change[] =>
    rawBody === undefined
      ? []
      : [{ cause: 'body_charset', change: text, request: withBody(request, rawBody) }]
  const text = body.toString('utf8')
  const isUtf8 = Buffer.from(text, 'utf8').equals(body)
  if (isUtf8) {
    const isLatin1 = /^[\0-\u00ff]*$/.test(text)
    yield* change(
      'The bytes were taken for latin1 on their way, and written as UTF-8: the sender signed the bytes before that.',
      isLatin1 ? Buffer.from(text, 'latin1') : undefined,
    )
    yield* change(
      'The bytes were taken for windows-1252 on their way, and written as UTF-8: the sender signed the bytes before that.',
      toWindows1252(text),
    )
    yield* change('The sender signed this text in UTF-16 (little endian).', Buffer.from(text, 'utf16le'))
  }
  yield* change(
    'The body is latin1, and the sender signed the same text in UTF-8.',
    Buffer.from(body.toString('latin1'), 'utf8'),
  )
  yield* change(
    'The body is windows-1252, and the sender signed the same text in UTF-8.',
    Buffer.from(fromWindows1252(body), 'utf8'),
  )
  if (body.length % 2 === 0)
    yield* change(
      'The body is UTF-16 (little endian), and the sender signed the same text in UTF-8.',
      Buffer.from(body.toString('utf16le'), 'utf8'),
    )
}

/** 0x80 to 0x9F; Node's own decoder takes them for latin1 in some versions. What is missing stands for itself. */
const beyondLatin1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function toWindows1252(text: string): Buffer | undefined {
  const bytes: number[] = []
  for (const character of text) {
    const place = beyondLatin1.indexOf(character)
    const byte = place === -1 ? character.charCodeAt(0) : 0x80 + place
    if (character.length > 1 || byte > 0xff) return undefined
    bytes.push(byte)
  }
  return Buffer.from(bytes)
}

function fromWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(/[\x80-\x9f]/g, (character) => beyondLatin1[character.charCodeAt(0) - 0x80] ?? '')
}
