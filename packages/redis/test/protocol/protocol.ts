import { gone, idle } from './attempt.js'
import { claimSteps } from './claim-steps.js'
import type { Rules } from './rules.js'
import { runSteps } from './run-steps.js'
import { change, type State, type Step } from './state.js'
import { absent, storeModel } from './store-model.js'

/**
 * The protocol as it is: docs/store.md, and what the receiver and its adapters do with it. One delivery, and any
 * number of attempts for it, so many at a time. Messages may be late, lost or executed twice, processes crash at any
 * point, and a lease lapses at any time, for time is not modelled. `forget`, retention and quotas are left out.
 */
export const protocol: Rules = {
  store: storeModel,
  attempts: 3,
  resends: 1,
  tries: 2,
  whenInFlight: 'refuse',
  whenUnknown: 'refuse',
  whenThrown: 'release',
  losesRecord: 'never',
  acknowledges: 'after success',
}

/** All that can happen next. */
export function nextSteps(state: State, rules: Rules): Step[] {
  const steps = senderSteps(state, rules)
  state.attempts.forEach((_, by) => {
    steps.push(
      ...claimSteps(state, by, rules),
      ...runSteps(state, by, rules),
      ...faultSteps(state, by, rules),
    )
  })
  return steps
}

function senderSteps(state: State, { resends }: Rules): Step[] {
  const by = state.attempts.findIndex(({ phase }) => phase === 'idle')
  if (by === -1 || state.acknowledged) return []
  const attempt = { ...idle, phase: 'claiming', claimAwaited: true, resends } as const
  return [{ kind: 'is sent', by, after: change(state, by, attempt) }]
}

/** A crash, the passing of time, and what counters it. */
function faultSteps(state: State, by: number, { store, losesRecord }: Rules): Step[] {
  const { record, attempts, grantedTo } = state
  const attempt = attempts[by]!
  const { phase } = attempt
  const steps: Step[] = []
  if (phase === 'idle') return steps
  if (phase !== 'gone') steps.push({ kind: 'crashes', by, after: change(state, by, gone(attempt)) })
  // What it sent and was never executed is lost, and a later attempt takes its place: the sender never tires.
  if (phase === 'gone' && grantedTo !== by) {
    const token = record.token === by ? -1 : record.token
    steps.push({ kind: 'is over', by, after: change({ ...state, record: { ...record, token } }, by, idle) })
  }
  if (grantedTo === by && record.state === 'processing' && !record.lapsed) {
    const after = change({ ...state, record: store.lapse(record) }, by, { holds: false })
    steps.push({ kind: 'has its lease lapsed', by, after })
  }
  if (record.token === by && record.state === losesRecord)
    steps.push({ kind: 'has its record lost', by, after: { ...state, record: absent } })
  if (phase === 'admitted' || phase === 'running' || phase === 'succeeded') {
    const [extended, settlement] = store.extend(record, by)
    const holds = attempt.holds || settlement === 'ok'
    const after = change({ ...state, record: extended }, by, { holds })
    steps.push({ kind: 'has an extension executed', by, after })
  }
  return steps
}
