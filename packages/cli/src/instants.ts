import { UsageError } from './failures.js'

/** Reads an instant of an option: ISO 8601, or epoch seconds or milliseconds. @returns epoch ms */
export function instantOf(text: string, option: string): number {
  const instant = /^\d{1,11}$/.test(text)
    ? Number(text) * 1000
    : /^\d{12,15}$/.test(text)
      ? Number(text)
      : Date.parse(text)
  if (Number.isNaN(instant))
    throw new UsageError(`--${option} is an ISO 8601 instant, or epoch seconds or milliseconds.`)
  return instant
}

/** Reads `--tolerance`: seconds, or `off`. @returns ms */
export function toleranceOf(text: string | undefined): number | false | undefined {
  if (text === undefined) return undefined
  if (text === 'off') return false
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError('--tolerance is a number of seconds, or off.')
  return Number(text) * 1000
}
