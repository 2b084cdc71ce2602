import { describeTrace } from './describe-trace.js'
import { type Invariant, liveness, safety } from './invariants.js'
import { nextSteps } from './protocol.js'
import type { Rules } from './rules.js'
import { initialState, type State, type Step, type StepKind } from './state.js'
import { keyOf } from './state-key.js'
import { statesThatReach } from './states-that-reach.js'

/** What an exploration found. */
export interface Exploration {
  readonly states: readonly State[]
  /** How often each kind of step was taken. */
  readonly taken: ReadonlyMap<StepKind, number>
  /** The shortest way to break each invariant that can be broken. */
  readonly broken: ReadonlyMap<Invariant, readonly string[]>
  /** States that no step leads out of. */
  readonly ends: readonly State[]
}

/** Visits every state that can be reached, by these kinds of steps only if given, nearest first. */
export function explore(rules: Rules, kinds?: ReadonlySet<StepKind>): Exploration {
  const states = [initialState(rules.attempts)]
  const arrivals: (Arrival | undefined)[] = [undefined]
  const indexes = new Map([[keyOf(states[0]!), 0]])
  const edges: { from: number[]; to: number[] } = { from: [], to: [] }
  const taken = new Map<StepKind, number>()
  const broken = new Map<Invariant, readonly string[]>()
  const ends: State[] = []

  function traceTo(last: Arrival | undefined): readonly string[] {
    const steps: Step[] = []
    for (let arrival = last; arrival !== undefined; arrival = arrivals[arrival.from]) steps.push(arrival.step)
    return describeTrace(steps.reverse())
  }

  function indexOf(arrival: Arrival): number {
    const key = keyOf(arrival.step.after)
    const known = indexes.get(key)
    if (known !== undefined) return known
    arrivals.push(arrival)
    const index = states.push(arrival.step.after) - 1
    indexes.set(key, index)
    return index
  }

  for (let from = 0; from < states.length; from += 1) {
    const before = states[from]!
    let isEnd = true
    for (const step of nextSteps(before, rules)) {
      if (kinds?.has(step.kind) === false) continue
      taken.set(step.kind, (taken.get(step.kind) ?? 0) + 1)
      for (const [name, isSafe] of safetyChecks)
        if (!broken.has(name) && !isSafe(before, step)) broken.set(name, traceTo({ from, step }))
      const to = indexOf({ from, step })
      edges.from.push(from)
      edges.to.push(to)
      isEnd &&= to === from
    }
    if (isEnd) ends.push(before)
  }
  for (const [name, isGoal] of livenessChecks) {
    const lost = statesThatReach(states.map(isGoal), edges).indexOf(0)
    if (lost !== -1) broken.set(name, traceTo(arrivals[lost]))
  }
  return { states, taken, broken, ends }
}

const safetyChecks = Object.entries(safety) as [Invariant, (before: State, step: Step) => boolean][]
const livenessChecks = Object.entries(liveness) as [Invariant, (state: State) => boolean][]

/** How a state was first reached. */
interface Arrival {
  readonly from: number
  readonly step: Step
}
