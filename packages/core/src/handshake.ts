import type { Endpoint } from './endpoint.js'
import { asIdentifier } from './find-value.js'
import { compilePath } from './json-path.js'
import type { HandshakeReception } from './reception.js'
import type { Decoded } from './steps/decode.js'

/** Answers a provider's check of the endpoint, if the delivery is one. It must be verified, and touches no store. */
export function handshake(
  { scheme }: Endpoint,
  { verified, delivery }: Decoded,
): HandshakeReception | undefined {
  const { handshake } = scheme
  if (handshake === undefined || verified.keyId === undefined) return undefined
  if (compilePath(handshake.when.path)(delivery.payload) !== handshake.when.is) return undefined
  const text = asIdentifier(compilePath(handshake.echo)(delivery.payload))
  return text === undefined ? undefined : { kind: 'handshake', keyId: verified.keyId, text }
}
