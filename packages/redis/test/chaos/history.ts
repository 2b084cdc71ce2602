import type { SettlementEvent } from '@postern/core'
import type { Entry, LeaseEntry } from './ledger.js'

/** One run of a handler. */
export interface Run {
  readonly startedAt: number
  /** When the event loop of its process had last run a timer. */
  readonly turnAt: number
  endedAt?: number
  by?: 'success' | 'failure'
}

/** A lease, as the worker that was given it saw it. */
export interface Lease {
  readonly worker: string
  readonly fence: number
  readonly takeover: boolean
  /** When the store was asked for it. */
  readonly claimedAt: number
  /** When the store's answer was there. */
  readonly answeredAt: number
  /** When the store was asked for the last renewal that it granted, or for the lease. It lapses `leaseMs` later at the earliest. */
  heldFrom: number
  /** When its worker died, `Infinity` when it never did. */
  readonly diesAt: number
  run?: Run
  settlement?: { readonly outcome: SettlementEvent['outcome']; readonly at: number }
}

/** All that is known of one event. */
export interface EventHistory {
  readonly id: string
  /** When the sender saw the first 2xx. */
  readonly acknowledgedAt: number | undefined
  /** By their fences. */
  readonly leases: Lease[]
  /** How many claims had no answer: each may have been given a lease. */
  unanswered: number
  /** What workers noted of leases that they were not given. */
  readonly strays: LeaseEntry[]
}

/** What the verdict is about. Times are those of `monotonicMs`, workers have a name each. */
export interface Evidence {
  readonly ledgers: ReadonlyMap<string, readonly Entry[]>
  /** Of every event that was sent, when the sender saw the first 2xx. */
  readonly acknowledgements: ReadonlyMap<string, number | undefined>
  /** When the workers that were killed were dead. */
  readonly deaths: ReadonlyMap<string, number>
}

/** Puts together what the ledgers say of each event that was sent. */
export function historiesOf({ ledgers, acknowledgements, deaths }: Evidence): Map<string, EventHistory> {
  const histories = new Map<string, EventHistory>()
  for (const [id, acknowledgedAt] of acknowledgements) {
    histories.set(id, { id, acknowledgedAt, leases: [], unanswered: 0, strays: [] })
  }
  for (const [worker, entries] of ledgers) {
    const diesAt = deaths.get(worker) ?? Infinity
    for (const entry of entries) {
      const history = histories.get(entry.id)
      if (history !== undefined) add(history, entry, worker, diesAt)
    }
  }
  for (const { leases } of histories.values()) leases.sort((a, b) => a.fence - b.fence)
  return histories
}

function add(history: EventHistory, entry: Entry, worker: string, diesAt: number): void {
  switch (entry.kind) {
    case 'claimed':
      history.unanswered += 1
      break
    case 'refused':
      history.unanswered -= 1
      break
    case 'admitted': {
      const { fence, takeover, claimedAt, at } = entry
      history.unanswered -= 1
      history.leases.push({ worker, fence, takeover, claimedAt, answeredAt: at, heldFrom: claimedAt, diesAt })
      break
    }
    case 'renewed':
    case 'started':
    case 'ended':
    case 'settled':
      addToLease(history, entry, worker)
      break
  }
}

function addToLease(
  { leases, strays }: EventHistory,
  entry: Exclude<LeaseEntry, { readonly kind: 'admitted' }>,
  worker: string,
): void {
  const { fence, at } = entry
  const lease = leases.findLast((lease) => lease.worker === worker && lease.fence === fence)
  if (lease === undefined) {
    strays.push(entry)
    return
  }
  switch (entry.kind) {
    case 'renewed':
      lease.heldFrom = Math.max(lease.heldFrom, at)
      break
    case 'started':
      if (lease.run === undefined) lease.run = { startedAt: at, turnAt: entry.turnAt }
      else strays.push(entry)
      break
    case 'ended':
      if (lease.run === undefined) strays.push(entry)
      else Object.assign(lease.run, { endedAt: at, by: entry.by })
      break
    case 'settled':
      lease.settlement = { outcome: entry.outcome, at }
      break
  }
}

/** Until when a run lasted: its end, or the death of its process. */
export function untilOf({ run, diesAt }: Lease): number {
  return run?.endedAt ?? diesAt
}

/** Counts the pairs of runs that were under way at the same time. */
export function overlapsOf(leases: readonly Lease[]): number {
  const pairs = leases.flatMap((lease, index) =>
    leases.slice(index + 1).map((other) => [lease, other] as const),
  )
  return pairs.filter(([one, other]) => startOf(one) < untilOf(other) && startOf(other) < untilOf(one)).length
}

function startOf({ run }: Lease): number {
  return run?.startedAt ?? Infinity
}
