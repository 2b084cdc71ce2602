import type { Endpoint } from '../endpoint.js'
import { isSignatureError, MethodNotAllowedError, type SignatureError } from '../errors.js'
import { checkTextEncoding, formatOfMediaType, type PayloadFormat } from '../media-type.js'
import type { IncomingRequest } from '../request.js'
import type { SignedHead } from '../schemes/signed-head.js'
import { checkFreshness } from '../schemes/timestamp.js'

/** A request whose headers could belong to a genuine delivery. */
export interface Head {
  readonly request: IncomingRequest
  readonly receivedAt: number
  /** How the body is to be decoded; `undefined` when the receiver has a `parse` function of its own. */
  readonly format: PayloadFormat | undefined
  readonly signed: SignedHead | undefined
  /** The refusal that `enforce: false` let pass. */
  readonly doubt: SignatureError | undefined
}

/** Reads id, timestamp and signatures from the headers, and refuses what can be refused without the body. */
export function readHead(endpoint: Endpoint, request: IncomingRequest, receivedAt: number): Head {
  if (!allowedMethods(endpoint).includes(request.method ?? '')) throw new MethodNotAllowedError(['POST'])
  try {
    const signed = endpoint.scheme.readHead(request)
    if (signed.sentAt !== undefined) checkFreshness(signed.sentAt, receivedAt, endpoint.toleranceMs)
    return { request, receivedAt, format: formatOf(endpoint, request), signed, doubt: undefined }
  } catch (error) {
    if (endpoint.enforce || !isSignatureError(error)) throw error
    return { request, receivedAt, format: formatOf(endpoint, request), signed: undefined, doubt: error }
  }
}

/** Deliveries come by POST, and a provider's check of the endpoint as its scheme says. */
function allowedMethods({ scheme: { handshakes = [] } }: Endpoint): readonly string[] {
  return ['POST', ...handshakes.filter(({ signed }) => signed).map(({ method }) => method)]
}

function formatOf({ parse, decrypt, scheme }: Endpoint, request: IncomingRequest): PayloadFormat | undefined {
  if (typeof parse === 'function') return undefined
  if (parse === 'auto' && scheme.readPayload !== undefined) return scheme.formats?.[0] ?? 'json'
  const format = parse === 'auto' ? formatOfMediaType(request, decrypt !== undefined) : parse
  if (format !== 'raw') checkTextEncoding(request)
  return format
}
