import type { Endpoint } from '../endpoint.js'
import { isSignatureError, type SignatureError } from '../errors.js'
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
    if (typeof keyId === 'string') return { received, keyId, doubt: undefined }
    return keyId.then(
      (keyId) => ({ received, keyId, doubt: undefined }),
      (error: unknown) => doubtOrThrow(endpoint, received, error),
    )
  } catch (error) {
    return doubtOrThrow(endpoint, received, error)
  }
}

function doubtOrThrow(endpoint: Endpoint, received: Received, error: unknown): Verified {
  if (endpoint.enforce || !isSignatureError(error)) throw error
  return { received, keyId: undefined, doubt: error }
}
