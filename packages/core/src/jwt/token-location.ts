import { SignatureError } from '../errors.js'
import { readHeader, type RequestHead } from '../request.js'
import type { JwtDefinition } from './jwt-definition.js'
import { readToken, type Token } from './read-token.js'

/**
 * Finds the token of a request, and takes it apart. Nothing of it is verified.
 * @throws SignatureError when there is none, or it is malformed
 */
export function tokenOf(
  location: JwtDefinition['token'],
  request: RequestHead,
  rawBody: Uint8Array | undefined,
): Token {
  if (location === 'body') return tokenOfBody(rawBody ?? new Uint8Array())
  const { header, prefix = '' } = location
  const text = readHeader(request, header.toLowerCase())
  if (text === undefined) throw new SignatureError('signature_missing')
  const hasPrefix = text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()
  return readToken(hasPrefix ? text.slice(prefix.length) : text)
}

/** The same for a body that is the token. White space around it is none of it. */
export function tokenOfBody(rawBody: Uint8Array): Token {
  return readToken(Buffer.from(rawBody).toString('latin1').trim())
}
