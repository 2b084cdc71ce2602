import type { Claim } from '@postern/core'
import type { Keys } from './keys.js'
import type { ScriptInput } from './script-calls.js'

/** Puts claims of one hash tag into the form of the script `accept`. */
export function claimBatch(names: Keys, tag: string, claims: readonly Claim[]): ScriptInput {
  const keys = claims.map(({ id }) => names.delivery(tag, id)) as [string, ...string[]]
  const parameters = [String(claims.length)]
  const places = new Map<string, number>()
  for (const { token, leaseMs, retentionMs, bodyDigest, quota } of claims) {
    parameters.push(token, wholeMs(leaseMs), wholeMs(retentionMs), shortDigest(bodyDigest))
    if (quota === undefined) {
      parameters.push('0', '0', '0')
      continue
    }
    const key = names.quota(tag, quota.key)
    const place = places.get(key) ?? keys.push(key)
    places.set(key, place)
    // Rounded up: never more than the limit.
    const intervalUs = Math.ceil((quota.windowMs * 1000) / quota.limit)
    parameters.push(String(place), String(intervalUs), String(quota.burst))
  }
  return { keys, parameters }
}

/** As Redis takes durations. */
export function wholeMs(ms: number): string {
  return String(Math.ceil(ms))
}

// 66 bits tell two bodies under one id apart, and half of the digest's bytes are memory of Redis for the whole retention.
function shortDigest(bodyDigest: string): string {
  return bodyDigest.slice(0, 11).replace(/\s/g, '_')
}
