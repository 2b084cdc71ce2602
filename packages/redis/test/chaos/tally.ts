import { type EventHistory, type Lease, overlapsOf, untilOf } from './history.js'

/** Why an event ran again. */
export type SecondRun =
  'after a failure' | 'after a crash' | 'after a success that was not noted' | 'after a lapse' | 'unexplained'

/** What happened, in numbers. */
export interface Tally {
  readonly runs: number
  readonly secondRuns: Readonly<Record<SecondRun, number>>
  /** Pairs of runs of one event that were under way at the same time. */
  readonly overlaps: number
  /** Runs that started when the event had a newer lease, as their process stood still after theirs was granted. */
  readonly lateStarts: number
  readonly lateStartsAfterCompletion: number
  readonly renewals: number
}

/** Counts what became of the events. */
export function tallyOf(histories: Iterable<EventHistory>): Tally {
  const secondRuns = {
    'after a failure': 0,
    'after a crash': 0,
    'after a success that was not noted': 0,
    'after a lapse': 0,
    unexplained: 0,
  }
  let [runs, overlaps, renewals, lateStarts, lateStartsAfterCompletion] = [0, 0, 0, 0, 0]
  for (const { leases } of histories) {
    const ran = leases.filter(({ run }) => run !== undefined)
    runs += ran.length
    overlaps += overlapsOf(ran)
    const late = ran.filter((lease) => isLateStart(lease, leases))
    lateStarts += late.length
    lateStartsAfterCompletion += late.filter((lease) => isAfterCompletion(lease, leases)).length
    renewals += leases.filter(({ heldFrom, claimedAt }) => heldFrom > claimedAt).length
    for (const [index, lease] of ran.slice(1).entries()) secondRuns[reasonOf(ran[index]!, lease)] += 1
  }
  return { runs, secondRuns, overlaps, renewals, lateStarts, lateStartsAfterCompletion }
}

function reasonOf(before: Lease, { answeredAt }: Lease): SecondRun {
  if (untilOf(before) > answeredAt) return 'after a lapse'
  switch (before.run?.by) {
    case 'failure':
      return 'after a failure'
    case 'success':
      return before.settlement?.outcome === 'completed' ? 'unexplained' : 'after a success that was not noted'
    case undefined:
      return 'after a crash'
  }
}

function isLateStart({ fence, run }: Lease, leases: readonly Lease[]): boolean {
  return run !== undefined && leases.some((other) => other.fence > fence && other.answeredAt < run.startedAt)
}

function isAfterCompletion({ run }: Lease, leases: readonly Lease[]): boolean {
  return leases.some(
    ({ settlement }) => settlement?.outcome === 'completed' && settlement.at < run!.startedAt,
  )
}
