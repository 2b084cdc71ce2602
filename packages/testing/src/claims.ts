import type { Admission, Claim, DeliveryStore } from '@postern/core'

/** Lease and retention of the suite, in ms: long beside a call to the store, short beside a test. */
export const leaseMs = 400
export const retentionMs = 4000

let lastToken = 0

/** Makes a claim: of one delivery, by a token of its own, unless told otherwise. */
export function claimOf(parts: Partial<Claim> = {}): Claim {
  lastToken += 1
  return {
    source: 'source',
    id: 'evt_1',
    token: `token-${lastToken}`,
    leaseMs,
    retentionMs,
    bodyDigest: 'digest',
    quota: undefined,
    ...parts,
  }
}

/** Has a store admit a claim, which the test takes for granted. */
export async function admitClaim(
  store: DeliveryStore,
  claim: Claim,
): Promise<Admission & { kind: 'admitted' }> {
  const admission = await store.accept(claim)
  if (admission.kind !== 'admitted') throw new Error(`the claim was answered ${admission.kind}`)
  return admission
}
