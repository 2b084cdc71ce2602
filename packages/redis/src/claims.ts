import type { Admission, Claim } from '@postern/core'
import type { Calls } from './calls.js'
import { NotAskedError } from './circuit-breaker.js'
import { claimBatch } from './claim-batch.js'
import type { Replicated } from './connection.js'
import type { Keys } from './keys.js'
import { isTryAgain } from './moving-slots.js'
import type { CheckedOptions } from './options.js'
import { admissionOf, readReplies } from './replies.js'
import type { ScriptCalls, ScriptInput } from './script-calls.js'
import { accept } from './scripts/generated.js'
import type { Settlements } from './settlements.js'

/** Makes claims, and gives back the leases that nobody uses. */
export class Claims {
  constructor(
    private readonly keys: Keys,
    private readonly calls: Calls,
    private readonly scripts: ScriptCalls,
    private readonly settlements: Settlements,
    private readonly options: CheckedOptions,
  ) {}

  /** Makes claims of one hash tag in one call. */
  async make(tag: string, claims: readonly Claim[]): Promise<(Admission | Error)[]> {
    const input = claimBatch(this.keys, tag, claims)
    let isGivenUp = false
    const call = async () => {
      const { reply, replicas } = await this.#call(input)
      const admissions = readReplies(reply, admissionOf)
      if (isGivenUp) this.#giveBack(tag, admitted(claims, admissions))
      return { admissions, replicas }
    }
    try {
      const { admissions, replicas } = await this.calls.make(tag, call)
      return this.#refuseUnreplicated(tag, claims, admissions, replicas)
    } catch (error) {
      // A refused call will be made again with these tokens.
      if (error instanceof NotAskedError || isTryAgain(error)) throw error
      // Redis may have taken them, and its answer may be lost; or it may take them yet, and the answer comes late.
      isGivenUp = true
      this.#giveBack(tag, claims)
      throw error
    }
  }

  async #call(input: ScriptInput): Promise<Replicated> {
    const { waitReplicas, deadlineMs } = this.options
    if (waitReplicas === false) return { reply: await this.scripts.call(accept, input), replicas: 0 }
    // A server that does not know the script yet is asked twice.
    return this.scripts.callAndWait(accept, input, waitReplicas, Math.ceil(deadlineMs / 3))
  }

  #refuseUnreplicated(
    tag: string,
    claims: readonly Claim[],
    admissions: (Admission | Error)[],
    replicas: number,
  ): (Admission | Error)[] {
    const wanted = this.options.waitReplicas || 0
    if (replicas >= wanted) return admissions
    this.#giveBack(tag, admitted(claims, admissions))
    const message = `Only ${String(replicas)} of ${String(wanted)} replicas have the claim.`
    return admissions.map((admission) => (isAdmitted(admission) ? new Error(message) : admission))
  }

  // Past the breaker: a lease that nobody holds would keep its delivery waiting until it lapses.
  #giveBack(tag: string, claims: readonly Claim[]): void {
    if (claims.length === 0) return
    const changes = claims.map((lease) => ({ verb: 'release', lease, ms: lease.retentionMs }) as const)
    this.settlements.call(tag, changes).catch(() => undefined)
  }
}

function admitted(claims: readonly Claim[], admissions: readonly (Admission | Error)[]): Claim[] {
  return claims.filter((_, index) => isAdmitted(admissions[index]))
}

function isAdmitted(admission: Admission | Error | undefined): boolean {
  return admission !== undefined && 'kind' in admission && admission.kind === 'admitted'
}
