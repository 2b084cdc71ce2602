import type { Settlement } from '@postern/core'
import type { Calls } from './calls.js'
import type { Keys } from './keys.js'
import { readReplies, settlementOf } from './replies.js'
import type { ScriptCalls } from './script-calls.js'
import { settle } from './scripts/generated.js'
import { type LeaseChange, settlementBatch } from './settlement-batch.js'

/** Completes, releases and extends leases. */
export class Settlements {
  constructor(
    private readonly keys: Keys,
    private readonly calls: Calls,
    private readonly scripts: ScriptCalls,
  ) {}

  /** Changes leases of one hash tag in one call. */
  async make(tag: string, changes: readonly LeaseChange[]): Promise<(Settlement | Error)[]> {
    const replies = await this.calls.make(tag, () => this.call(tag, changes))
    return readReplies(replies, settlementOf)
  }

  /** The same, once, and however long it takes. */
  call(tag: string, changes: readonly LeaseChange[]): Promise<unknown> {
    return this.scripts.call(settle, settlementBatch(this.keys, tag, changes))
  }
}
