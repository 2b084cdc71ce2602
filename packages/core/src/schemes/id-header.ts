import { checkHeaderId } from './signed-head.js'
import { headerOf, type ValueSource } from './value-source.js'

/**
 * Gives the header that the event id of a delivery is sent in, by schemes that do not sign it; nothing where they have
 * none.
 * @throws TypeError for an id that would not be one header
 */
export function idHeader(
  sources: readonly ValueSource[],
  id: string | undefined,
  scheme: string,
): Readonly<Record<string, string>> {
  const header = sources.map(headerOf).find((name) => name !== undefined)
  if (header === undefined || id === undefined) return {}
  try {
    return { [header]: checkHeaderId(id, '') }
  } catch {
    throw new TypeError(
      `${scheme}: the id must be printable text of one byte a character, with no white space.`,
    )
  }
}
