import type { Admission, Settlement } from '@postern/core'

/** A reply of a script: its tag, then its values. A client may give texts as buffers and numbers as texts. */
type Tagged = readonly [tag: unknown, ...values: unknown[]]

/** Reads what the script `accept` says to one claim. */
export function admissionOf(reply: unknown): Admission | Error {
  const [tag, ...values] = reply as Tagged
  const kind = String(tag)
  switch (kind) {
    case 'admitted': {
      const [fence, takeover, bodyMatches, remaining] = values.map(Number) as [
        number,
        number,
        number,
        number?,
      ]
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
      return { kind, bodyMatches: Number(values[0]) === 1 }
    case 'in-flight':
      return { kind, retryAfterMs: Number(values[0]), bodyMatches: Number(values[1]) === 1 }
    case 'rate-limited':
      return { kind, retryAfterMs: Number(values[0]) }
    default:
      return failureOf(kind, values)
  }
}

/** Reads what the script `settle` says to one settlement. */
export function settlementOf(reply: unknown): Settlement | Error {
  const [tag, ...values] = reply as Tagged
  const settlement = String(tag)
  if (settlement === 'ok' || settlement === 'stale' || settlement === 'gone') return settlement
  return failureOf(settlement, values)
}

function failureOf(tag: string, values: unknown[]): Error {
  return new Error(
    tag === 'failed' ? `Redis: ${String(values[0])}` : `Redis gave an unknown reply, '${tag}'.`,
  )
}
