import { positive, refuseUnknown } from '@postern/core'

/** Retries at fixed distances. */
export interface RetrySchedule {
  /** How long to wait after each failed attempt, in ms. When they are used up, the delivery is exhausted. */
  readonly schedule: readonly number[]
}

/** Retries at random distances that grow. */
export interface RetryBackoff {
  /** How many retries there are, beside the first attempt. */
  readonly maximum: number
  /** The most that the first retry waits, in ms. Doubles with each retry. */
  readonly baseMs: number
  /** The most that any retry waits, in ms. */
  readonly capMs: number
}

/** When failed attempts are repeated. */
export type Retries = RetrySchedule | RetryBackoff

/**
 * Over three days, as Standard Webhooks recommends.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
 */
export const defaultRetries: RetrySchedule = {
  schedule: [
    5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000,
  ],
}

const place = 'createSender: retries'

/** @throws TypeError for retries that are wrong */
export function checkRetries(retries: Retries): Retries {
  if (typeof retries !== 'object') throw new TypeError(`${place} must be a schedule or a backoff.`)
  if ('schedule' in retries) {
    refuseUnknown(retries, ['schedule'], place)
    const { schedule } = retries
    const isList = Array.isArray(schedule)
    if (isList && schedule.every((ms) => Number.isFinite(ms) && ms >= 0))
      return { schedule: schedule.slice() as number[] }
    throw new TypeError(`${place}.schedule must be a list of milliseconds.`)
  }
  refuseUnknown(retries, ['maximum', 'baseMs', 'capMs'], place)
  const { maximum, baseMs, capMs } = retries
  if (!Number.isSafeInteger(maximum) || maximum < 0)
    throw new TypeError(`${place}.maximum must be a whole number, and is ${String(maximum)}.`)
  return {
    maximum,
    baseMs: positive(baseMs, `${place}.baseMs`),
    capMs: positive(capMs, `${place}.capMs`),
  }
}

/**
 * Tells how long to wait for the next attempt. A backoff waits anything between 0 and its bound, so that deliveries
 * that failed together are not repeated together.
 * @param attempts - how many there were
 * @param random - from 0 up to 1
 * @returns milliseconds, or `undefined` when there is no other attempt
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ (full jitter)
 */
export function retryDelay(retries: Retries, attempts: number, random: number): number | undefined {
  if ('schedule' in retries) return retries.schedule[attempts - 1]
  const { maximum, baseMs, capMs } = retries
  if (attempts > maximum) return undefined
  return Math.floor(random * Math.min(capMs, baseMs * 2 ** (attempts - 1)))
}
