import type { Admission, Settlement } from '@postern/core'

/** Reads the reply of a script, which has a line for each request. A client may give text as a buffer. */
export function readReplies<Reply>(reply: unknown, read: (line: string) => Reply): Reply[] {
  return String(reply).split('\n').map(read)
}

/** Reads what the script `accept` says to one claim. */
export function admissionOf(line: string): Admission | Error {
  const [kind = '', ...values] = line.split(' ')
  const numbers = values.map(Number)
  switch (kind) {
    case 'admitted': {
      const [fence, takeover, bodyMatches, remaining] = numbers as [number, number, number, number?]
      return {
        kind,
        fence,
        attempt: fence,
        takeover: takeover === 1,
        bodyMatches: bodyMatches === 1,
        ...(remaining === undefined ? {} : { remaining }),
      }
    }
    case 'duplicate':
      return { kind, bodyMatches: numbers[0] === 1 }
    case 'in-flight':
      return { kind, retryAfterMs: numbers[0] as number, bodyMatches: numbers[1] === 1 }
    case 'rate-limited':
      return { kind, retryAfterMs: numbers[0] as number }
    default:
      return failureOf(line)
  }
}

/** Reads what the script `settle` says to one settlement. */
export function settlementOf(line: string): Settlement | Error {
  return line === 'ok' || line === 'stale' || line === 'gone' ? line : failureOf(line)
}

function failureOf(line: string): Error {
  if (line.startsWith('failed ')) return new Error(`Redis: ${line.slice('failed '.length)}`)
  return new Error(`Redis gave an unknown reply, '${line}'.`)
}
