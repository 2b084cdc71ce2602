import { type InnerList, serializeInnerList, serializeItem } from 'structured-headers'
import type { RequestHead } from '../request.js'
import { componentValue } from './component.js'
import type { Origin } from './request-target.js'

/**
 * Makes the text that is signed (RFC 9421, 2.5): a line for each component, and one for the parameters.
 * @param origin - where the request was sent to, if that is known
 * @throws SignatureError when the request has not all that is covered
 */
export function signatureBase(input: InnerList, request: RequestHead, origin: Origin | undefined): string {
  const lines = input[0].map(
    (item) => `${serializeItem(item)}: ${componentValue(String(item[0]), request, origin)}`,
  )
  return [...lines, `"@signature-params": ${serializeInnerList(input)}`].join('\n')
}
