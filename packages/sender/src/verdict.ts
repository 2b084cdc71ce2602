import { AttemptError, type AttemptFault } from './attempt-error.js'
import { DestinationError, type DestinationReason } from './destination-error.js'
import type { Answer } from './exchange.js'

/** Why an attempt did not deliver: its answer's `status`, a `redirect`, or that there was no answer. */
export type FailureReason = 'status' | 'redirect' | AttemptFault | `destination-${DestinationReason}`

/** What an attempt came to. */
export interface Verdict {
  /** `failed` is tried again, the others end the delivery; `broken-off` does not count as an attempt. */
  readonly outcome: 'delivered' | 'refused' | 'gone' | 'blocked' | 'failed' | 'broken-off'
  readonly status?: number | undefined
  readonly reason?: FailureReason | undefined
  /** The header, of an answer that asks for another attempt. */
  readonly retryAfter?: string | undefined
}

/** Those below 500 that say nothing of the delivery (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4). */
const passing = [408, 425, 429]

/** Judges an answer by its status. */
export function judgeAnswer({ status, retryAfter }: Answer): Verdict {
  if (status < 300) return { outcome: 'delivered', status }
  if (status < 400) return { outcome: 'refused', status, reason: 'redirect' }
  if (status === 410) return { outcome: 'gone', status, reason: 'status' }
  if (status >= 500 || passing.includes(status))
    return { outcome: 'failed', status, reason: 'status', retryAfter }
  return { outcome: 'refused', status, reason: 'status' }
}

/** Judges why there was no answer. */
export function judgeFailure(error: unknown): Verdict {
  if (error instanceof DestinationError) return { outcome: 'blocked', reason: `destination-${error.reason}` }
  if (!(error instanceof AttemptError)) return { outcome: 'failed', reason: 'connection' }
  if (error.reason === 'closed') return { outcome: 'broken-off', reason: 'closed' }
  return { outcome: 'failed', reason: error.reason }
}
