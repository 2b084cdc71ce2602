import {
  type Dictionary,
  type InnerList,
  type Item,
  type Parameters,
  parseDictionary,
} from 'structured-headers'
import { SignatureError } from '../errors.js'

/**
 * Parses a dictionary (RFC 9651, 4.2.2), and refuses what comes twice: the standard would have the last one count,
 * and another reader on the way may have taken the first. Byte sequences have their one spelling.
 * @throws SignatureError `header_malformed`
 */
export function parseStrictDictionary(text: string): Dictionary {
  const dictionary = parse(text)
  const outsideStrings = text.replace(/"(?:[^"\\]|\\.)*"/g, '""')
  // Display strings are younger than the headers that are read here, and end at a quote that others take as escaped.
  if (outsideStrings.includes('%""')) throw new SignatureError('header_malformed')
  const members = [...dictionary.values()]
  const parameters = members.reduce((sum, member) => sum + parametersWithin(member), 0)
  if (count(outsideStrings, ',') !== members.length - 1 || count(outsideStrings, ';') !== parameters)
    throw new SignatureError('header_malformed')
  if (!members.every((member) => isCanonical(member, text))) throw new SignatureError('header_malformed')
  return dictionary
}

/** Base64 has several spellings for the same bytes (RFC 4648, 3.5), of which senders write one. */
function isCanonical(member: Item | InnerList, text: string): boolean {
  const bytes = byteSequence(member)
  return bytes === undefined || text.includes(`:${bytes}:`)
}

function parse(text: string): Dictionary {
  try {
    return parseDictionary(text)
  } catch {
    throw new SignatureError('header_malformed')
  }
}

function parametersWithin([value, parameters]: Item | InnerList): number {
  const within: readonly [unknown, Parameters][] = Array.isArray(value) ? value : []
  return within.reduce((sum, [, { size }]) => sum + size, parameters.size)
}

function count(text: string, character: string): number {
  return text.split(character).length - 1
}

/** Gives a byte sequence (RFC 9651, 3.3.5) in base64, or `undefined` for a member that is none. */
export function byteSequence([value]: Item | InnerList): string | undefined {
  return value instanceof ArrayBuffer ? Buffer.from(value).toString('base64') : undefined
}
