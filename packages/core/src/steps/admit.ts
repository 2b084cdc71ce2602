import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AdmittedDelivery } from '../admitted-delivery.js'
import type { Endpoint } from '../endpoint.js'
import { InFlightError, RateLimitedError, StoreUnavailableError } from '../errors.js'
import { Lease } from '../lease.js'
import type { Reception } from '../reception.js'
import type { Admission, Claim } from '../store.js'
import { newToken } from '../token.js'
import type { Valid } from './validate.js'

/** Asks the store, in one call, whether the delivery is new and within the quota, and takes the lease if so. */
export async function admit<Payload>(
  endpoint: Endpoint<Payload>,
  valid: Valid<Payload>,
): Promise<Reception<Payload>> {
  const claim = claimOf(endpoint, valid)
  if (claim === undefined) return new AdmittedDelivery(endpoint, valid, undefined)
  const claimedAt = endpoint.clock.now()
  let admission: Admission
  try {
    admission = await endpoint.store.accept(claim)
  } catch (error) {
    if (endpoint.onStoreError === 'accept') return new AdmittedDelivery(endpoint, valid, undefined)
    throw new StoreUnavailableError(error, whatItWas(claim, valid))
  }
  switch (admission.kind) {
    case 'admitted': {
      // The answer came so late that another attempt may have taken over.
      if (endpoint.clock.now() >= claimedAt + claim.leaseMs) {
        endpoint.store.release(claim, claim.retentionMs).catch(() => undefined)
        throw new StoreUnavailableError(
          new Error('The store answered a claim after its lease had lapsed.'),
          whatItWas(claim, valid),
        )
      }
      // What nothing else can meet needs no lease.
      if (valid.id === undefined) return new AdmittedDelivery(endpoint, valid, undefined)
      const lease = new Lease(claim, admission, endpoint.leases, claimedAt)
      endpoint.leases.keep(lease)
      return new AdmittedDelivery(endpoint, valid, lease)
    }
    case 'duplicate':
      return { kind: 'duplicate', ...whatItWas(claim, valid), bodyMatches: admission.bodyMatches }
    case 'in-flight':
      throw new InFlightError(admission.retryAfterMs, whatItWas(claim, valid))
    case 'rate-limited':
      throw new RateLimitedError(admission.retryAfterMs, whatItWas(claim, valid))
  }
}

/** The delivery, for operators. */
function whatItWas({ source }: Claim, { id = '', decoded }: Valid) {
  return { source, id, keyId: decoded.verified.keyId }
}

/** What to ask of the store; `undefined` when there is nothing to ask: neither an event id nor a quota, or nothing verified. */
function claimOf(endpoint: Endpoint, { decoded, id }: Valid): Claim | undefined {
  const { verified, delivery } = decoded
  if (verified.doubt !== undefined) return undefined
  const { leases, retentionMs, quotaOf } = endpoint
  const quota = quotaOf?.(delivery)
  if (id === undefined && quota === undefined) return undefined
  return {
    source: delivery.source,
    // A quota without idempotency is a claim that nothing else can meet, and that is soon forgotten.
    id: id ?? randomUUID(),
    token: newToken(),
    leaseMs: leases.leaseMs,
    retentionMs: id === undefined ? leases.leaseMs : retentionMs,
    bodyDigest: crc32(delivery.rawBody).toString(36),
    quota,
  }
}
