import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { isSignatureError, SignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import { checkHeaderId, type SignedHead } from '../schemes/signed-head.js'
import { compareDigests, parseContentDigest, type SentDigest } from './content-digest.js'
import { fieldValue } from './field-value.js'
import {
  coveredComponents,
  type MessageSignature,
  readParameters,
  readSignatures,
  type SignatureParameters,
} from './message-signature.js'
import type { Origin } from './request-target.js'
import { signatureBase } from './signature-base.js'

/** What a signature must be like, and the keys that may have made it. */
export interface MessagePolicy {
  readonly keys: readonly SchemeKey[]
  readonly components: readonly string[]
  readonly tag: string | undefined
  readonly nonce: boolean
  readonly origin: Origin | undefined
}

/** A signature that a key made. */
interface Match {
  readonly key: SchemeKey
  readonly signature: string
  readonly base: string
  readonly created: number
  readonly expires: number | undefined
}

/** A head with signatures that are verified: they cover the digest of the body, so that they need no body. */
export interface MessageHead extends SignedHead {
  readonly matches: readonly [Match, ...Match[]]
  readonly digests: readonly SentDigest[]
}

const nothing = Buffer.alloc(0)

/**
 * Finds the first signature that a key of the policy made, with those of the same instant (RFC 9421, 3.2). An instant
 * of an unverified signature is never taken for that of the message: it would let an old one be replayed.
 * @throws SignatureError when there is none
 */
export function readMessageHead(request: RequestHead, policy: MessagePolicy): MessageHead {
  const found: Match[] = []
  const refusals: SignatureError[] = []
  for (const sent of readSignatures(request)) {
    try {
      found.push(...matchesOf(sent, request, policy))
    } catch (error) {
      if (!isSignatureError(error)) throw error
      refusals.push(error)
    }
  }
  const [first, ...others] = found
  if (first === undefined) throw mostTelling(refusals)
  const matches = [first, ...others.filter(({ created }) => created === first.created)] as const
  return {
    id: policy.components.includes('webhook-id')
      ? checkHeaderId(fieldValue(request, 'webhook-id') ?? '', '')
      : undefined,
    timestamp: String(first.created),
    sentAt: first.created * 1000,
    candidates: matches.map(({ signature }) => signature),
    matches: [...matches],
    digests: parseContentDigest(fieldValue(request, 'content-digest') ?? ''),
  }
}

function matchesOf(
  { input, signature }: MessageSignature,
  request: RequestHead,
  { keys, components, tag, nonce, origin }: MessagePolicy,
): readonly Match[] {
  const parameters = readParameters(input)
  const covered = coveredComponents(input)
  if (tag !== undefined && parameters.tag !== tag) throw new SignatureError('signature_unsupported')
  const possible = keysFor(parameters, keys)
  if (!components.every((component) => covered.includes(component)) || (nonce && !parameters.nonce))
    throw new SignatureError('coverage_insufficient')
  if (!possible.some(({ form }) => form.matches(signature))) throw new SignatureError('signature_malformed')
  const base = signatureBase(input, request, origin)
  const { created, expires } = parameters
  const matching = possible.filter((key) => key.verifies([signature], base, nothing, ''))
  if (matching.length === 0) throw new SignatureError('signature_mismatch')
  return matching.map((key) => ({ key, signature, base, created, expires }))
}

/** The algorithm is that of the key: the message may name it, and never chooses (RFC 9421, 7.3.6). */
function keysFor({ keyid, alg }: SignatureParameters, keys: readonly SchemeKey[]): readonly SchemeKey[] {
  const named = keyid === undefined ? keys : keys.filter((key) => key.keyId === keyid)
  if (named.length === 0) throw new SignatureError('signature_mismatch')
  const allowed = alg === undefined ? named : named.filter(({ label }) => label === alg)
  if (allowed.length === 0) throw new SignatureError('algorithm_not_allowed')
  return allowed
}

/** Of several signatures one that came as far as the comparison says most; the others may not be meant for us. */
function mostTelling(refusals: readonly SignatureError[]): SignatureError {
  const mismatch = refusals.find(({ reason }) => reason === 'signature_mismatch')
  return mismatch ?? refusals[0] ?? new SignatureError('signature_missing')
}

/**
 * Checks what needs the time and the body: the dates of key and signature, and the digest.
 * @param now - epoch ms
 * @returns the id of the key
 * @throws SignatureError `signature_mismatch` when no key is in force, `signature_expired`, `digest_mismatch`
 */
export function verifyMessage({ matches, digests }: MessageHead, rawBody: Uint8Array, now: number): string {
  const inForce = matches.filter(({ key }) => isInForce(key, now))
  if (inForce.length === 0) throw new SignatureError('signature_mismatch')
  const valid = inForce.find(({ expires }) => expires === undefined || Math.floor(now / 1000) <= expires)
  if (valid === undefined) throw new SignatureError('signature_expired')
  compareDigests(digests, rawBody)
  return valid.key.keyId
}
