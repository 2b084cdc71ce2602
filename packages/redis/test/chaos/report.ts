import type { ChaosOutcome } from './chaos-run.js'
import type { EventHistory, Lease } from './history.js'
import type { Violation } from './verdict.js'

const historiesShown = 5

/** Tells whether everything was as it must be. */
export function isGood({ violations, mishaps }: ChaosOutcome): boolean {
  return violations.length + mishaps.length === 0
}

/** What came of a run, for people. */
export function reportOf(outcome: ChaosOutcome): string {
  const { seed, seconds, events, repeats, attempts, answers, faults, tally, drainMs } = outcome
  const { runs, renewals, overlaps, lateStarts, lateStartsAfterCompletion } = tally
  const second = Object.values(tally.secondRuns).reduce((sum, count) => sum + count, 0)
  const lines = [
    `seed ${seed} (decides the faults, what is sent and what handlers do; not how these meet)`,
    `${seconds} s, and ${(drainMs / 1000).toFixed(1)} s until the last acknowledgement`,
    `${events} events, ${Math.round(events / seconds)}/s; ${repeats} of them sent again after their acknowledgement`,
    `${attempts} attempts: ${counts(answers)}`,
    `${runs} runs, ${second} of them second or later ones: ${counts(Object.entries(tally.secondRuns))}`,
    `${renewals} leases renewed, ${overlaps} overlaps of runs`,
    `${lateStarts} runs that started when another had the lease, as their process had stood still, ${lateStartsAfterCompletion} of them when the event was completed`,
    `${sum(faults)} faults: ${counts(faults)}`,
    ...outcome.mishaps,
    ...(isGood(outcome)
      ? [
          'Nothing was lost. No lease was given after a completion, or before the last was released or lapsed.',
        ]
      : [
          `${outcome.violations.length} violations:`,
          ...outcome.violations.slice(0, historiesShown).map(storyOf),
        ]),
    ...(outcome.ledgers === undefined ? [] : [`The ledgers are in ${outcome.ledgers}.`]),
  ]
  return lines.join('\n')
}

function sum(numbers: ReadonlyMap<string, number>): number {
  return [...numbers.values()].reduce((total, count) => total + count, 0)
}

function counts(numbers: Iterable<readonly [name: string, count: number]>): string {
  return [...numbers].map(([name, count]) => `${count} ${name}`).join(', ')
}

function storyOf({ sentence, history }: Violation): string {
  const { id, leases, acknowledgedAt } = history
  const moments = leases.flatMap((lease) => momentsOf(lease))
  if (acknowledgedAt !== undefined) moments.push([acknowledgedAt, 'the sender sees a 2xx'])
  moments.push(...strayMomentsOf(history))
  moments.sort(([a], [b]) => a - b)
  const start = moments[0]?.[0] ?? 0
  const lines = moments.map(([at, what]) => `  ${(at - start).toFixed(1).padStart(9)} ms  ${what}`)
  // A worker that had two leases died once.
  return [`${id}: ${sentence}`, ...new Set(lines)].join('\n')
}

type Moment = [at: number, what: string]

function momentsOf(lease: Lease): Moment[] {
  const { worker, fence, takeover, claimedAt, answeredAt, heldFrom, run, settlement, diesAt } = lease
  const who = `${worker}, fence ${fence}:`
  const moments: Moment[] = [
    [claimedAt, `${who} claims`],
    [answeredAt, `${who} is admitted${takeover ? ', by a takeover' : ''}`],
  ]
  if (heldFrom > claimedAt) moments.push([heldFrom, `${who} asks for the last renewal that is granted`])
  if (run !== undefined) moments.push([run.startedAt, `${who} the run starts`])
  if (run?.endedAt !== undefined) moments.push([run.endedAt, `${who} the run ends in ${run.by}`])
  if (settlement !== undefined)
    moments.push([settlement.at, `${who} the settlement is '${settlement.outcome}'`])
  if (diesAt < Infinity) moments.push([diesAt, `${worker} is dead`])
  return moments
}

function strayMomentsOf({ strays }: EventHistory): Moment[] {
  return strays.map((entry) => [entry.at, `a stray entry: ${JSON.stringify(entry)}`])
}
