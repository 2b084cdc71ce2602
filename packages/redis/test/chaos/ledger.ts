import { openSync, readFileSync, writeSync } from 'node:fs'
import type { SettlementEvent } from '@postern/core'

/** What a worker notes. Times are those of `monotonicMs`. */
export type Entry = ClaimEntry | LeaseEntry

/** The store was asked for a lease, or has refused one. A claim whose answer never came is followed by nothing. */
export interface ClaimEntry {
  readonly kind: 'claimed' | 'refused'
  readonly id: string
  readonly at: number
}

/** What became of a lease. */
export type LeaseEntry = { readonly id: string; readonly fence: number } & (
  | {
      readonly kind: 'admitted'
      readonly takeover: boolean
      /** When the store was asked. The lease began later. */
      readonly claimedAt: number
      /** When the store's answer was there. */
      readonly at: number
    }
  /** The store was asked at this time, and said that the lease goes on. */
  | { readonly kind: 'renewed'; readonly at: number }
  | {
      readonly kind: 'started'
      readonly attempt: number
      /** When the event loop last ran a timer. */
      readonly turnAt: number
      readonly at: number
    }
  | { readonly kind: 'ended'; readonly by: 'success' | 'failure'; readonly at: number }
  | { readonly kind: 'settled'; readonly outcome: SettlementEvent['outcome']; readonly at: number }
)

/** Where one worker notes what it sees, in a file that outlives it: what is noted is with the system at once. */
export class Ledger {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  note(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`)
  }
}

/** Reads a ledger. A worker that was killed may have left half a line at its end. */
export function readLedger(path: string): Entry[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as Entry)
}
