import { gone } from './attempt.js'
import type { Rules } from './rules.js'
import { change, type Lease, type State, type Step } from './state.js'
import type { Answer } from './store-model.js'

/** What can happen to the claim of an attempt. */
export function claimSteps(state: State, by: number, rules: Rules): Step[] {
  const attempt = state.attempts[by]!
  const { phase, claimAwaited, reply, strayClaims, resends } = attempt
  const steps: Step[] = []
  if (strayClaims > 0) {
    const { after, lease } = execute(state, by, rules)
    const left = change(after, by, { strayClaims: strayClaims - 1 })
    steps.push({ kind: 'has a stray copy of its claim executed', by, lease, after: left })
  }
  if (phase !== 'claiming') return steps
  if (claimAwaited) {
    const { after, answer, lease } = execute(state, by, rules)
    const answered = change(after, by, { claimAwaited: false, reply: answer.kind })
    steps.push({ kind: 'has its claim executed', by, lease, after: answered })
  }
  if (reply !== 'none') steps.push(...replySteps(state, by, rules))
  if (resends > 0) {
    const strays = strayClaims + (claimAwaited ? 1 : 0)
    const parts = { claimAwaited: true, reply: 'none', strayClaims: strays, resends: resends - 1 } as const
    steps.push({ kind: 'sends its claim again', by, after: change(state, by, parts) })
  }
  if (rules.whenUnknown === 'refuse') {
    const after = change(state, by, gone(attempt))
    steps.push({ kind: 'gives up on the store and answers 503', by, after })
  } else {
    const after = change(state, by, { ...gone(attempt), phase: 'admitted', holds: true })
    steps.push({ kind: 'gives up on the store and runs', by, after })
  }
  return steps
}

/** What can follow when the answer to the claim arrives. */
function replySteps(state: State, by: number, rules: Rules): Step[] {
  const attempt = state.attempts[by]!
  const left = change(state, by, gone(attempt))
  const seen = { ...left, acknowledged: true }
  switch (attempt.reply) {
    case 'none':
      return []
    case 'in-flight':
      return rules.whenInFlight === 'refuse'
        ? [{ kind: 'is told in-flight and answers 503', by, after: left }]
        : [{ kind: 'is told in-flight and answers 200', by, after: seen }]
    case 'duplicate':
      return [
        { kind: 'is told duplicate, and the sender sees the 200', by, after: seen },
        { kind: 'is told duplicate, and the 200 is lost', by, after: left },
      ]
    case 'admitted': {
      const released = change(left, by, { verdict: 'release', settlements: rules.tries })
      const late: Step = { kind: 'is admitted too late, releases and answers 503', by, after: released }
      // A lease is counted from before its claim is sent: one that has lapsed is always seen to be late.
      return attempt.holds ? [late, admitted(left, by, rules)] : [late]
    }
  }
}

function admitted(left: State, by: number, { acknowledges }: Rules): Step {
  const after = change(left, by, { phase: 'admitted' })
  return acknowledges === 'after success'
    ? { kind: 'is admitted', by, after }
    : { kind: 'is admitted and answers 200', by, after: { ...after, acknowledged: true } }
}

/** The store executes a claim. */
function execute(state: State, by: number, { store }: Rules): Execution {
  const [record, answer] = store.accept(state.record, by)
  if (answer.kind !== 'admitted') return { answer, after: { ...state, record } }
  const { fence } = answer
  const isNew = state.grantedTo !== by || state.lastFence !== fence
  const after = { ...state, record, grantedTo: by, lastFence: fence }
  return { answer, lease: { fence, isNew }, after: isNew ? change(after, by, { holds: true }) : after }
}

interface Execution {
  readonly answer: Answer
  readonly lease?: Lease
  readonly after: State
}
