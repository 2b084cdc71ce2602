const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const httpDate = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date in the form that senders must use.
 * @param now - epoch ms
 * @returns how long to wait, in ms; `undefined` for what is neither
 * @see RFC 9110, 10.2.3 (Retry-After) and 5.6.7 (IMF-fixdate)
 */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000
  const [, day, month = '', year, hours, minutes, seconds] = httpDate.exec(text) ?? []
  if (!months.includes(month)) return undefined
  const at = Date.UTC(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  )
  return Math.max(0, at - now)
}
