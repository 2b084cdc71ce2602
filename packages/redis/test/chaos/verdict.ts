import type { EventHistory, Lease } from './history.js'

/** What must not be. */
export interface Violation {
  readonly history: EventHistory
  readonly sentence: string
}

/** Redis counts in whole milliseconds, and its clock and ours may be slewed apart. */
const toleranceMs = 5

/** Judges what became of every event. */
export function judge(histories: Iterable<EventHistory>, leaseMs: number): Violation[] {
  const violations: Violation[] = []
  for (const history of histories) {
    for (const sentence of faultsOf(history, leaseMs)) violations.push({ history, sentence })
  }
  return violations
}

function* faultsOf(history: EventHistory, leaseMs: number): Generator<string> {
  const { leases, strays, unanswered } = history
  yield* faultsOfAcknowledgement(history)
  if (strays.length > 0) yield 'a handler ran without a lease, or twice with one'
  if (missingFences(leases) > unanswered) yield 'a lease was given, and whoever had asked was told otherwise'
  for (const [index, lease] of leases.entries()) {
    const later = leases.slice(index + 1)
    yield* faultsOfLease(lease, leaseMs)
    if (lease.settlement?.outcome === 'stale' && later.length + unanswered === 0) {
      yield `the lease of fence ${lease.fence} was lost to nobody`
    }
    if (later.length > 0) yield* faultsOfSuccession(lease, later, leaseMs)
    yield* faultsAfterCompletion(lease, leases)
  }
}

function missingFences(leases: readonly Lease[]): number {
  return Math.max(0, ...leases.map(({ fence }) => fence)) - new Set(leases.map(({ fence }) => fence)).size
}

function* faultsOfAcknowledgement({ acknowledgedAt, leases }: EventHistory): Generator<string> {
  if (acknowledgedAt === undefined) {
    yield 'it was never acknowledged'
    return
  }
  const isDone = ({ run }: Lease) => run?.by === 'success' && run.endedAt! <= acknowledgedAt
  if (!leases.some(isDone)) yield 'it was acknowledged before a run of it had succeeded'
}

function* faultsOfLease(
  { claimedAt, answeredAt, run, settlement }: Lease,
  leaseMs: number,
): Generator<string> {
  // Whoever took over while the answer was late would run beside it.
  if (run !== undefined && answeredAt - claimedAt > leaseMs + toleranceMs) {
    yield 'a handler started with a lease that was granted too late'
  }
  // Between the answer and the start is no turn of the event loop: only a process that is stopped, or blocked by the
  // handler of another event, comes to it late, and that nobody can help.
  if (run !== undefined && run.startedAt - claimedAt > leaseMs + toleranceMs && run.turnAt > answeredAt) {
    yield 'a handler started after its lease had lapsed, though its process had not stood still'
  }
  if (settlement?.outcome === 'gone') yield 'the store had forgotten it'
}

// What comes after is in the order of the fences. The store has decided it by the time of the first answer.
function* faultsOfSuccession(lease: Lease, later: readonly Lease[], leaseMs: number): Generator<string> {
  const { fence, run, heldFrom, claimedAt } = lease
  const decidedAt = Math.min(...later.map(({ answeredAt }) => answeredAt))
  if (later[0]!.fence === fence) {
    yield `fence ${fence} was given twice`
    return
  }
  if (decidedAt < claimedAt) yield `fence ${fence} was asked for after a greater one was given`
  const isReleased = run === undefined || (run.by === 'failure' && run.endedAt! <= decidedAt)
  const isLapsed = decidedAt >= heldFrom + leaseMs - toleranceMs
  // One in between may have been given to a worker that never learnt of it, and so be in no ledger.
  const next = later.find((candidate) => candidate.fence === fence + 1)
  if (next?.takeover === true && !isLapsed)
    yield `the lease of fence ${fence} was taken over before it had lapsed`
  if (next?.takeover === false && !isReleased)
    yield `a lease was given while the run of fence ${fence} went on`
  if (next === undefined && !isReleased && !isLapsed) yield `a lease was given during that of fence ${fence}`
}

function* faultsAfterCompletion({ fence, settlement }: Lease, leases: readonly Lease[]): Generator<string> {
  if (settlement?.outcome !== 'completed') return
  if (leases.some((other) => other.fence > fence))
    yield `a lease was given after fence ${fence} had completed it`
  const isNew = ({ claimedAt, run }: Lease) => run !== undefined && claimedAt > settlement.at
  if (leases.some(isNew)) yield `a run started after fence ${fence} had completed it`
}
