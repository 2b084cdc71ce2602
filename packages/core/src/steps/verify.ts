import type { Endpoint } from '../endpoint.js'
import { isSignatureError, SignatureError } from '../errors.js'
import type { SignedHead } from '../schemes/signed-head.js'
import { checkFreshness } from '../schemes/timestamp.js'
import type { Received } from './read-body.js'

/** A body that came from a holder of the secret. */
export interface Verified {
  readonly received: Received
  /** Which secret matched; `undefined` when there is a doubt. */
  readonly keyId: string | undefined
  /** The signed instant (epoch ms), where the scheme has one. */
  readonly sentAt: number | undefined
  /** The refusal that `enforce: false` let pass. */
  readonly doubt: SignatureError | undefined
}

/** Compares every sent signature with that of every active secret, in constant time, and then heeds a timestamp that the body has. */
export function verify(endpoint: Endpoint, received: Received): Verified | Promise<Verified> {
  const { signed, doubt, request, receivedAt } = received.head
  if (signed === undefined) return { received, keyId: undefined, sentAt: undefined, doubt }
  try {
    const keyId = endpoint.scheme.verify(signed, received.rawBody, request, receivedAt)
    if (!isPromise(keyId)) return verifiedBy(endpoint, received, signed, keyId)
    return keyId
      .then((keyId) => verifiedBy(endpoint, received, signed, keyId))
      .catch((error: unknown) => doubtOrThrow(endpoint, received, error))
  } catch (error) {
    return doubtOrThrow(endpoint, received, error)
  }
}

function isPromise(keyId: string | Promise<string>): keyId is Promise<string> {
  return typeof keyId === 'object'
}

function verifiedBy(
  { scheme, toleranceMs }: Endpoint,
  received: Received,
  { sentAt: sentByHead }: SignedHead,
  keyId: unknown,
): Verified {
  // A scheme of someone else's may give `false` for a signature that does not match.
  if (typeof keyId !== 'string') throw new SignatureError('signature_mismatch')
  if (scheme.readSentAt === undefined) return { received, keyId, sentAt: sentByHead, doubt: undefined }
  const { request, receivedAt } = received.head
  const sentAt = scheme.readSentAt(received.rawBody, request)
  checkFreshness(sentAt, receivedAt, toleranceMs)
  return { received, keyId, sentAt, doubt: undefined }
}

function doubtOrThrow(endpoint: Endpoint, received: Received, error: unknown): Verified {
  if (endpoint.enforce || !isSignatureError(error)) throw error
  return { received, keyId: undefined, sentAt: undefined, doubt: error }
}
