import { hash, randomUUID } from 'node:crypto'
import { AdmittedDelivery } from '../admitted-delivery.js'
import type { Endpoint } from '../endpoint.js'
import { InFlightError, RateLimitedError, StoreUnavailableError } from '../errors.js'
import { Lease } from '../lease.js'
import type { Reception } from '../reception.js'
import type { Admission, Claim, Quota } from '../store.js'
import type { Decoded } from './decode.js'

/** Asks the store, in one call, whether the delivery is new and within the quota, and takes the lease if so. */
export async function admit<Payload>(
  endpoint: Endpoint<Payload>,
  decoded: Decoded<Payload>,
): Promise<Reception<Payload>> {
  const claim = claimOf(endpoint, decoded)
  if (claim === undefined) return new AdmittedDelivery(endpoint, decoded, undefined)
  const claimedAt = endpoint.clock.now()
  let admission: Admission
  try {
    admission = await endpoint.store.accept(claim)
  } catch (error) {
    if (endpoint.onStoreError === 'accept') return new AdmittedDelivery(endpoint, decoded, undefined)
    throw new StoreUnavailableError(error)
  }
  const { keyId } = decoded.verified
  switch (admission.kind) {
    case 'admitted': {
      const lease = new Lease(claim, admission, endpoint.leases, claimedAt)
      endpoint.leases.keep(lease)
      return new AdmittedDelivery(endpoint, decoded, lease)
    }
    case 'duplicate':
      return { kind: 'duplicate', id: claim.id, keyId, bodyMatches: admission.bodyMatches }
    case 'in-flight':
      throw new InFlightError(admission.retryAfterMs)
    case 'rate-limited':
      throw new RateLimitedError(admission.retryAfterMs)
  }
}

/** What to ask of the store; `undefined` when there is nothing to ask: neither an event id nor a quota, or nothing verified. */
function claimOf(endpoint: Endpoint, { verified, delivery, id }: Decoded): Claim | undefined {
  if (verified.doubt !== undefined) return undefined
  const { leases, retentionMs, rateLimit } = endpoint
  const quota = rateLimit && { ...rateLimit, key: rateLimit.key?.(delivery) ?? '' }
  if (id === undefined && quota === undefined) return undefined
  const token = randomUUID()
  return {
    source: delivery.source,
    // A quota without idempotency is a claim that nothing else can meet, and that is soon forgotten.
    id: id ?? token,
    token,
    leaseMs: leases.leaseMs,
    retentionMs: id === undefined ? leases.leaseMs : retentionMs,
    bodyDigest: hash('sha256', delivery.rawBody, 'base64url').slice(0, 22),
    quota: quota satisfies Quota | undefined,
  }
}
