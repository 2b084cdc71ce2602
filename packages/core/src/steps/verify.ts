import type { Endpoint } from '../endpoint.js'
import { isSignatureError, SignatureError } from '../errors.js'
import type { Received } from './read-body.js'

/** A body that came from a holder of the secret. */
export interface Verified {
  readonly received: Received
  /** Which secret matched; `undefined` when there is a doubt. */
  readonly keyId: string | undefined
  /** The refusal that `enforce: false` let pass. */
  readonly doubt: SignatureError | undefined
}

/** Compares every sent signature with that of every active secret, in constant time. */
export function verify(endpoint: Endpoint, received: Received): Verified | Promise<Verified> {
  const { signed, doubt, request, receivedAt } = received.head
  if (signed === undefined) return { received, keyId: undefined, doubt }
  try {
    const keyId = endpoint.scheme.verify(signed, received.rawBody, request, receivedAt)
    if (!isPromise(keyId)) return verifiedBy(received, keyId)
    return keyId
      .then((keyId) => verifiedBy(received, keyId))
      .catch((error: unknown) => doubtOrThrow(endpoint, received, error))
  } catch (error) {
    return doubtOrThrow(endpoint, received, error)
  }
}

function isPromise(keyId: string | Promise<string>): keyId is Promise<string> {
  return typeof keyId === 'object'
}

// A scheme of someone else's may give `false` for a signature that does not match.
function verifiedBy(received: Received, keyId: unknown): Verified {
  if (typeof keyId !== 'string') throw new SignatureError('signature_mismatch')
  return { received, keyId, doubt: undefined }
}

function doubtOrThrow(endpoint: Endpoint, received: Received, error: unknown): Verified {
  if (endpoint.enforce || !isSignatureError(error)) throw error
  return { received, keyId: undefined, doubt: error }
}
