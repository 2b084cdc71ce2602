import type { Claim, Quota } from '@postern/core'
import { type Keys, plainName } from './keys.js'
import type { ScriptInput } from './script-calls.js'

/**
 * Puts claims of one hash tag into the form of the script `accept`. They are one parameter, as each parameter costs the
 * client more than the line of text that it is.
 */
export function claimBatch(names: Keys, tag: string, claims: readonly Claim[]): ScriptInput {
  const keys = claims.map(({ id }) => names.delivery(tag, id)) as [string, ...string[]]
  const quotas = new Map<string, number>()
  const lines: string[] = []
  let last: Claim | undefined
  for (const claim of claims) {
    // Those of one receiver mostly have the same, and then they are sent once.
    if (last === undefined || !haveSameTerms(claim, last)) lines.push(termsOf(claim))
    last = claim
    lines.push(`${plainName(claim.token)} ${plainName(claim.bodyDigest)}`)
  }
  return { keys, parameter: lines.join('\n') }

  function termsOf({ leaseMs, retentionMs, quota }: Claim): string {
    const terms = `# ${wholeMs(leaseMs)} ${wholeMs(retentionMs)}`
    return quota === undefined ? terms : `${terms} ${termsOfQuota(quota)}`
  }

  function termsOfQuota({ key, limit, windowMs, burst }: Quota): string {
    const name = names.quota(tag, key)
    const place = quotas.get(name) ?? keys.push(name)
    quotas.set(name, place)
    // Rounded up: never more than the limit.
    return `${String(place)} ${String(Math.ceil((windowMs * 1000) / limit))} ${String(burst)}`
  }
}

function haveSameTerms(one: Claim, other: Claim): boolean {
  return one.quota === other.quota && one.leaseMs === other.leaseMs && one.retentionMs === other.retentionMs
}

/** As Redis takes durations. */
export function wholeMs(ms: number): string {
  return String(Math.ceil(ms))
}
