import { gone } from './attempt.js'
import type { Rules } from './rules.js'
import { change, type State, type Step } from './state.js'

/** What can happen to the handler of an attempt, to its answer and to the settlement of its lease. */
export function runSteps(state: State, by: number, rules: Rules): Step[] {
  const attempt = state.attempts[by]!
  const steps: Step[] = []
  if (attempt.phase === 'admitted')
    steps.push({ kind: 'starts its handler', by, after: change(state, by, { phase: 'running' }) })
  if (attempt.phase === 'running') {
    const success = { phase: 'succeeded', verdict: 'complete', settlements: rules.tries } as const
    const failure = gone({ ...attempt, verdict: rules.whenThrown, settlements: rules.tries })
    steps.push(
      { kind: 'succeeds', by, after: { ...change(state, by, success), succeeded: true } },
      { kind: 'throws and answers 500', by, after: change(state, by, failure) },
    )
  }
  // The answer waits for no settlement, and no settlement for the answer.
  if (attempt.phase === 'succeeded') {
    const after = change(state, by, gone(attempt))
    steps.push(
      { kind: 'answers 2xx, and the sender sees it', by, after: { ...after, acknowledged: true } },
      { kind: 'answers 2xx, which is lost', by, after },
    )
  }
  if (attempt.settlements > 0) steps.push(...settlementSteps(state, by, rules))
  return steps
}

/** The store executes a settlement, and the receiver hears of it or sends it once more. */
function settlementSteps(state: State, by: number, { store }: Rules): Step[] {
  const { verdict, settlements } = state.attempts[by]!
  const [record, settlement] = store[verdict === 'complete' ? 'complete' : 'release'](state.record, by)
  const isOk = settlement === 'ok'
  const settled = { ...state, record, completed: state.completed || (isOk && verdict === 'complete') }
  const holds = state.attempts[by]!.holds && !(isOk && verdict === 'release')
  const heard = change(settled, by, { holds, verdict: 'none', settlements: 0 })
  const steps: Step[] = [{ kind: 'has its settlement executed and hears of it', by, after: heard }]
  if (settlements > 1) {
    const after = change(settled, by, { holds, settlements: settlements - 1 })
    steps.push({ kind: 'has its settlement executed without hearing of it', by, after })
  }
  return steps
}
