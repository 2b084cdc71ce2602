import type { LeaseRef } from '@postern/core'
import { wholeMs } from './claim-batch.js'
import { type Keys, plainName } from './keys.js'
import type { ScriptInput } from './script-calls.js'

/** A change to a lease. */
export interface LeaseChange {
  readonly verb: 'complete' | 'release' | 'extend'
  readonly lease: LeaseRef
  /** The retention from now; of `extend`, the lease. */
  readonly ms: number
}

/** Puts changes to leases of one hash tag into the form of the script `settle`. */
export function settlementBatch(names: Keys, tag: string, changes: readonly LeaseChange[]): ScriptInput {
  const keys = changes.map(({ lease }) => names.delivery(tag, lease.id)) as [string, ...string[]]
  const lines = changes.map(({ verb, lease, ms }) => `${verb} ${plainName(lease.token)} ${wholeMs(ms)}`)
  return { keys, parameter: lines.join('\n') }
}
