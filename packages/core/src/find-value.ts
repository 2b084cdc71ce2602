import { compilePath } from './json-path.js'
import { readHeader, type RequestHead } from './request.js'
import type { SignedHead } from './schemes/signed-head.js'
import { headerOf, pathOf, type ValueSource } from './schemes/value-source.js'

/** Finds an identifier in the first of several sources that has one. */
export function findValue(
  sources: readonly ValueSource[],
  payload: unknown,
  request: RequestHead,
  signed: SignedHead | undefined,
): string | undefined {
  for (const source of sources) {
    const header = headerOf(source)
    const path = pathOf(source)
    const value =
      header === undefined ? path && compilePath(path)(payload) : headerValue(header, request, signed)
    const identifier = asIdentifier(value)
    if (identifier !== undefined) return identifier
  }
  return undefined
}

// A header of several families was found by the scheme.
function headerValue(name: string, request: RequestHead, signed: SignedHead | undefined): string | undefined {
  if (name.includes('{family}')) return signed?.id
  try {
    return readHeader(request, name)
  } catch {
    // It came twice, and is not signed: which is meant is anyone's guess.
    return undefined
  }
}

/** Takes a value for an identifier: text that is not empty, or a whole number in its decimal digits. */
export function asIdentifier(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return Number.isSafeInteger(value) ? String(value) : undefined
}
