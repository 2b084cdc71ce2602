import { SignatureError } from '../errors.js'

/**
 * The unit of a timestamp on the wire: seconds or milliseconds since 1970, an instant by RFC 3339 (`iso8601`; without
 * a zone it is UTC), an HTTP date (RFC 9110, 5.6.7), or any of the first three (`auto`), for senders that changed their mind.
 */
export type TimestampUnit = 's' | 'ms' | 'iso8601' | 'http-date' | 'auto'

const isDecimal = /^(0|[1-9][0-9]{0,14})$/
const isInstant = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:?\d\d| ?UTC)?$/
const isHttpDate = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/

/**
 * Reads a timestamp, strictly: one instant has one spelling, as far as its unit allows.
 * @param isOpen - whether it runs into what follows it in the signed content
 * @returns epoch ms
 * @throws SignatureError `timestamp_malformed`
 */
export function parseTimestamp(text: string, unit: TimestampUnit, isOpen = false): number {
  // Without its zone it could end elsewhere, and what follows begin elsewhere.
  const isInstantOfAny = unit === 'iso8601' || (unit === 'auto' && !isDecimal.test(text))
  if (isOpen && isInstantOfAny && !/(?:[Zz]|[+-]\d\d:?\d\d)$/.test(text)) malformed()
  switch (unit) {
    case 's':
      return decimal(text) * 1000
    case 'ms':
      return decimal(text)
    case 'iso8601':
      return instantOf(text)
    case 'http-date':
      return isHttpDate.test(text) ? checked(Date.parse(text)) : malformed()
    case 'auto':
      if (!isDecimal.test(text)) return instantOf(text)
      // Seconds have ten digits until the year 2286, and milliseconds have thirteen since 2001.
      return text.length > 11 ? Number(text) : Number(text) * 1000
  }
}

function decimal(text: string): number {
  return isDecimal.test(text) ? Number(text) : malformed()
}

function instantOf(text: string): number {
  const [, day, time, fraction = '', zone = 'Z'] = isInstant.exec(text) ?? malformed()
  // The 30th of February would be taken for a day in March.
  const midnight = new Date(`${String(day)}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(String(day))) malformed()
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(.\d\d):?/, '$1:') : 'Z'
  return checked(Date.parse(`${String(day)}T${String(time)}${fraction.slice(0, 4)}${offset}`))
}

function checked(instant: number): number {
  return Number.isNaN(instant) ? malformed() : instant
}

function malformed(): never {
  throw new SignatureError('timestamp_malformed')
}

/** Writes an instant (epoch ms) as a timestamp. */
export function formatTimestamp(instant: number, unit: TimestampUnit): string {
  switch (unit) {
    case 's':
    case 'auto':
      return String(Math.floor(instant / 1000))
    case 'ms':
      return String(Math.floor(instant))
    case 'iso8601':
      return new Date(instant).toISOString()
    case 'http-date':
      return new Date(instant).toUTCString()
  }
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
