import { SignatureError } from '../errors.js'

/** The unit of a timestamp on the wire. */
export type TimestampUnit = 's' | 'ms'

const msPerUnit: Record<TimestampUnit, number> = { s: 1000, ms: 1 }
const isDecimal = /^(0|[1-9][0-9]{0,14})$/

/**
 * Reads a timestamp: decimal digits and nothing else, so that one instant has one spelling.
 * @returns epoch ms
 * @throws SignatureError `timestamp_malformed`
 */
export function parseTimestamp(text: string, unit: TimestampUnit): number {
  if (!isDecimal.test(text)) throw new SignatureError('timestamp_malformed')
  return Number(text) * msPerUnit[unit]
}

/** Writes an instant (epoch ms) as a timestamp. */
export function formatTimestamp(instant: number, unit: TimestampUnit): string {
  return String(Math.floor(instant / msPerUnit[unit]))
}

/**
 * Refuses a timestamp further than the tolerance from now, on either side. The tolerance itself is within.
 * @param toleranceMs - `false` accepts any instant
 */
export function checkFreshness(sentAt: number, now: number, toleranceMs: number | false): void {
  if (toleranceMs === false) return
  // A timestamp in seconds has lost its fraction; so does now, or a delivery would be up to a second too old.
  const ageMs = (sentAt % 1000 === 0 ? now - (now % 1000) : now) - sentAt
  if (ageMs > toleranceMs) throw new SignatureError('timestamp_too_old')
  if (-ageMs > toleranceMs) throw new SignatureError('timestamp_in_future')
}
