import { readHeaderValues, type RequestHead } from '../request.js'

/**
 * Reads a header field as signatures cover it: each value without the white space around it, several joined with a
 * comma and a space (RFC 9421, 2.1). A field that is there and empty is empty text.
 * @param name - in lower case
 */
export function fieldValue(request: RequestHead, name: string): string | undefined {
  const values = readHeaderValues(request, name)
  return values.length === 0 ? undefined : values.join(', ')
}
