import type { Claim } from '@postern/core'
import { type Keys, plainName } from './keys.js'
import type { ScriptInput } from './script-calls.js'

/** How many parameters one of the terms has. */
const termsLength = 5

/** Puts claims of one hash tag into the form of the script `accept`. */
export function claimBatch(names: Keys, tag: string, claims: readonly Claim[]): ScriptInput {
  const keys = claims.map(({ id }) => names.delivery(tag, id)) as [string, ...string[]]
  const parameters = [String(claims.length)]
  const terms: string[] = []
  const quotas = new Map<string, number>()
  let last: Claim | undefined
  for (const claim of claims) {
    // Those of one receiver mostly have the same, and then they are sent once.
    if (last === undefined || !haveSameTerms(claim, last)) {
      const { leaseMs, retentionMs, quota } = claim
      terms.push(wholeMs(leaseMs), wholeMs(retentionMs))
      if (quota === undefined) terms.push('0', '0', '0')
      else {
        const key = names.quota(tag, quota.key)
        const place = quotas.get(key) ?? keys.push(key)
        quotas.set(key, place)
        // Rounded up: never more than the limit.
        const intervalUs = Math.ceil((quota.windowMs * 1000) / quota.limit)
        terms.push(String(place), String(intervalUs), String(quota.burst))
      }
      last = claim
    }
    const holder = `${plainName(claim.token)} ${plainName(claim.bodyDigest)}`
    parameters.push(holder, String(terms.length / termsLength))
  }
  return { keys, parameters: [...parameters, ...terms] }
}

function haveSameTerms(one: Claim, other: Claim): boolean {
  return one.quota === other.quota && one.leaseMs === other.leaseMs && one.retentionMs === other.retentionMs
}

/** As Redis takes durations. */
export function wholeMs(ms: number): string {
  return String(Math.ceil(ms))
}
