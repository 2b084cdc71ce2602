import type { Admission, Settlement } from '@postern/core'

/** Reads the reply of a script, which has a line for each request. A client may give text as a buffer. */
export function readReplies<Reply>(reply: unknown, read: (line: string) => Reply): Reply[] {
  return String(reply).split('\n').map(read)
}

/** Reads what the script `accept` says to one claim. */
export function admissionOf(line: string): Admission | Error {
  const words = line.split(' ')
  const first = Number(words[1])
  switch (words[0]) {
    case 'admitted': {
      const takeover = words[2] === '1'
      const bodyMatches = words[3] === '1'
      if (words.length === 4) return { kind: 'admitted', fence: first, attempt: first, takeover, bodyMatches }
      const remaining = Number(words[4])
      return { kind: 'admitted', fence: first, attempt: first, takeover, bodyMatches, remaining }
    }
    case 'duplicate':
      return { kind: 'duplicate', bodyMatches: words[1] === '1' }
    case 'in-flight':
      return { kind: 'in-flight', retryAfterMs: first, bodyMatches: words[2] === '1' }
    case 'rate-limited':
      return { kind: 'rate-limited', retryAfterMs: first }
    case undefined:
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
