import type { Endpoint } from './endpoint.js'
import type { HandshakeReception } from './reception.js'
import type { HandshakeAnswer } from './schemes/scheme.js'
import type { IncomingRequest, RequestHead } from './request.js'
import type { Verified } from './steps/verify.js'

/** Most requests are none, and nothing is waited for. */
type Answered = HandshakeReception | undefined | Promise<HandshakeReception | undefined>

/**
 * Answers a provider's check of the endpoint that has no signature, where the scheme says that there are any: with
 * what the request brought, and with nothing else.
 */
export function openHandshake(endpoint: Endpoint, request: IncomingRequest): Answered {
  return answerOf(endpoint, false, request, undefined, undefined)
}

/** Answers a check of the endpoint that is verified. It touches no store. */
export function handshake(endpoint: Endpoint, { received, keyId }: Verified): Answered {
  if (keyId === undefined) return undefined
  return answerOf(endpoint, true, received.head.request, received.rawBody, keyId)
}

function answerOf(
  { scheme: { handshakes = [] } }: Endpoint,
  signed: boolean,
  request: RequestHead,
  rawBody: Uint8Array | undefined,
  keyId: string | undefined,
): Answered {
  for (const handshake of handshakes) {
    if (handshake.signed !== signed || handshake.method !== request.method) continue
    const answer = handshake.answer(request, rawBody, keyId)
    if (answer instanceof Promise) return answer.then((answer) => receptionOf(answer, keyId))
    if (answer !== undefined) return receptionOf(answer, keyId)
  }
  return undefined
}

function receptionOf(
  answer: HandshakeAnswer | undefined,
  keyId: string | undefined,
): HandshakeReception | undefined {
  return answer && { kind: 'handshake', keyId, ...answer }
}
