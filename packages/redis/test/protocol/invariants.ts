import type { State, Step } from './state.js'

/** What is true of every step, whatever came before. */
export const safety = {
  'acknowledges nothing before a run has succeeded': (_, { after }) => after.succeeded || !after.acknowledged,
  'runs overlap only after a lapse': (_, { after }) =>
    after.attempts.filter(({ phase, holds }) => phase === 'running' && holds).length < 2,
  // A lease is run at most once, so that it explains every further run, too.
  'a further lease is explained by a lapse or a release': ({ attempts }, { lease }) =>
    lease?.isNew !== true || attempts.every(({ holds }) => !holds),
  'no lease is given once a completion was accepted': ({ completed }, { lease }) =>
    !completed || lease === undefined,
  'each lease has a higher fence than the one before': ({ lastFence }, { lease }) =>
    lease?.isNew !== true || lease.fence > lastFence,
  'who was overtaken changes nothing': (before, { kind, by, after }) =>
    by === before.grantedTo || !changesLeases.has(kind) || isSameRecord(before, after),
} as const satisfies Record<string, (before: State, step: Step) => boolean>

/** What can still come true in every state that can be reached. */
export const liveness = {
  'a run can still succeed': ({ succeeded }) => succeeded,
  'the sender can still come to an end': ({ acknowledged }) => acknowledged,
} as const satisfies Record<string, (state: State) => boolean>

export type Invariant = keyof typeof safety | keyof typeof liveness

const changesLeases = new Set<Step['kind']>([
  'has its settlement executed and hears of it',
  'has its settlement executed without hearing of it',
  'has an extension executed',
])

function isSameRecord({ record: one }: State, { record: other }: State): boolean {
  return (
    one.state === other.state &&
    one.token === other.token &&
    one.fence === other.fence &&
    one.lapsed === other.lapsed
  )
}
