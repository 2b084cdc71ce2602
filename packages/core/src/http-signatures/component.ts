import { SignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import { fieldValue } from './field-value.js'
import { type Origin, originOf, splitTarget } from './request-target.js'

/** What a signature can cover of a request beside its header fields (RFC 9421, 2.2). */
export type DerivedComponent =
  '@authority' | '@method' | '@path' | '@query' | '@request-target' | '@scheme' | '@target-uri'

const derivedComponents: readonly string[] = [
  '@authority',
  '@method',
  '@path',
  '@query',
  '@request-target',
  '@scheme',
  '@target-uri',
] satisfies readonly DerivedComponent[]

const isFieldName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
// Of printable ASCII, so that no value brings lines of its own into the signature base (RFC 9421, 2.5).
const isComponentValue = /^[\x20-\x7e\t]*$/

/** Tells whether `name` is that of a header field in lower case, or of a derived component that is known. */
export function isComponentName(name: string): boolean {
  return isFieldName.test(name) || isDerived(name)
}

function isDerived(name: string): name is DerivedComponent {
  return derivedComponents.includes(name)
}

/**
 * Gives the value of a component (RFC 9421, 2.1 and 2.2).
 * @param origin - where the request was sent to, if that is known
 * @throws SignatureError when the request has no such component, or no value that can be signed
 */
export function componentValue(name: string, request: RequestHead, origin: Origin | undefined): string {
  const value = isDerived(name) ? derivedValue(name, request, origin) : fieldValue(request, name)
  if (value === undefined)
    throw new SignatureError(name === 'webhook-id' ? 'id_missing' : 'signature_mismatch')
  if (!isComponentValue.test(value)) throw new SignatureError('signature_unsupported')
  return value
}

function derivedValue(name: DerivedComponent, request: RequestHead, known: Origin | undefined): string {
  if (name === '@method') return given(request.method, 'method')
  const url = given(request.url, 'url')
  const origin = () => known ?? originOf(request, url)
  switch (name) {
    case '@authority':
      return origin().authority
    case '@scheme':
      return origin().scheme
    case '@request-target':
      return url
    case '@path':
      return splitTarget(url).path
    case '@query':
      return splitTarget(url).query || '?'
    case '@target-uri': {
      const { scheme, authority } = origin()
      const { path, query } = splitTarget(url)
      return `${scheme}://${authority}${path}${query}`
    }
  }
}

// Whoever hands a request over without them has made a mistake that no sender can make.
function given(value: string | undefined, member: 'method' | 'url'): string {
  if (value === undefined)
    throw new TypeError(
      `httpMessageSignatures: the signature covers the request's ${member}, and it has none.`,
    )
  return value
}
