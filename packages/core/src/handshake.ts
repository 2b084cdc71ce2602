import type { Endpoint } from './endpoint.js'
import type { HandshakeReception } from './reception.js'
import type { IncomingRequest, RequestHead } from './request.js'
import type { SchemeHandshake } from './schemes/scheme.js'
import type { Verified } from './steps/verify.js'

/**
 * Answers a provider's check of the endpoint that has no signature, where the scheme says that there are any: with
 * what the request brought, and with nothing else.
 */
export function openHandshake(
  endpoint: Endpoint,
  request: IncomingRequest,
): Promise<HandshakeReception | undefined> | undefined {
  return answerOf(endpoint, false, request, undefined, undefined)
}

/** Answers a check of the endpoint that is verified. It touches no store. */
export function handshake(
  endpoint: Endpoint,
  { received, keyId }: Verified,
): Promise<HandshakeReception | undefined> | undefined {
  if (keyId === undefined) return undefined
  return answerOf(endpoint, true, received.head.request, received.rawBody, keyId)
}

// Most schemes have none, and then nothing is waited for.
function answerOf(
  { scheme: { handshakes = [] } }: Endpoint,
  signed: boolean,
  request: RequestHead,
  rawBody: Uint8Array | undefined,
  keyId: string | undefined,
): Promise<HandshakeReception | undefined> | undefined {
  const possible = handshakes.filter(
    (handshake) => handshake.signed === signed && handshake.method === request.method,
  )
  return possible.length === 0 ? undefined : firstAnswer(possible, request, rawBody, keyId)
}

async function firstAnswer(
  possible: readonly SchemeHandshake[],
  request: RequestHead,
  rawBody: Uint8Array | undefined,
  keyId: string | undefined,
): Promise<HandshakeReception | undefined> {
  for (const handshake of possible) {
    const answer = await handshake.answer(request, rawBody, keyId)
    if (answer !== undefined) return { kind: 'handshake', keyId, ...answer }
  }
  return undefined
}
