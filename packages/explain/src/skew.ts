/** How far a signed timestamp was from the arrival of its request. */
export interface Skew {
  /** Seconds between the two: positive when the timestamp is past. */
  readonly seconds: number
  readonly isWithinTolerance: boolean
  /** The tolerance in seconds; `false` for any. */
  readonly toleranceSeconds: number | false
  readonly reason: 'timestamp_too_old' | 'timestamp_in_future' | undefined
  /** The same in words. */
  readonly sentence: string
}

/** Measures the age of a timestamp as core does: one in whole seconds has lost its fraction, and so does now. */
export function skewOf(
  sentAt: number | undefined,
  receivedAt: number,
  toleranceMs: number | false,
): Skew | undefined {
  if (sentAt === undefined) return undefined
  const ageMs = (sentAt % 1000 === 0 ? receivedAt - (receivedAt % 1000) : receivedAt) - sentAt
  const seconds = ageMs / 1000
  const isWithinTolerance = toleranceMs === false || Math.abs(ageMs) <= toleranceMs
  const toleranceSeconds = toleranceMs === false ? false : toleranceMs / 1000
  const side = ageMs < 0 ? 'ahead of' : 'behind'
  const within =
    toleranceSeconds === false
      ? 'and any age is taken'
      : `${isWithinTolerance ? 'within' : 'outside'} the tolerance of ${String(toleranceSeconds)} s`
  return {
    seconds,
    isWithinTolerance,
    toleranceSeconds,
    reason: isWithinTolerance ? undefined : ageMs < 0 ? 'timestamp_in_future' : 'timestamp_too_old',
    sentence: `The signature is right, and its timestamp is ${String(Math.abs(seconds))} s ${side} the instant of arrival, ${within}.`,
  }
}

const year2001 = Date.UTC(2001, 0)
const year2100 = Date.UTC(2100, 0)

/** Says of an instant that cannot be meant in which unit it makes sense. */
export function unitMistake(sentAt: number): string | undefined {
  const isPlausible = (instant: number) => instant >= year2001 && instant < year2100
  if (isPlausible(sentAt)) return undefined
  if (isPlausible(sentAt / 1000))
    return 'The timestamp is in milliseconds, and the scheme reads it as seconds.'
  if (isPlausible(sentAt * 1000))
    return 'The timestamp is in seconds, and the scheme reads it as milliseconds.'
  return undefined
}
