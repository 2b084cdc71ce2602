import { type Attempt, idle } from './attempt.js'
import { absent, type DeliveryRecord } from './store-model.js'

/** The world at one instant: the store, the attempts, and what happened so far as far as the invariants ask. */
export interface State {
  readonly record: DeliveryRecord
  readonly attempts: readonly Attempt[]
  /** Whom the store gave the latest lease, whatever it wrote down. */
  readonly grantedTo: number
  readonly lastFence: number
  /** Whether a completion was answered `ok`. */
  readonly completed: boolean
  /** Whether a run of the handler has succeeded. */
  readonly succeeded: boolean
  /** Whether the sender has seen a 2xx. */
  readonly acknowledged: boolean
}

/** One thing that happens to one attempt. */
export interface Step {
  readonly kind: StepKind
  readonly by: number
  /** The lease that the store told it to have. */
  readonly lease?: Lease | undefined
  readonly after: State
}

/** A lease given: a new one, or the same one told again. */
export interface Lease {
  readonly fence: number
  readonly isNew: boolean
}

/** Kinds of steps, in words that follow an attempt's name. */
export const stepKinds = [
  'is sent',
  'is over',
  'crashes',
  'has its claim executed',
  'has a stray copy of its claim executed',
  'sends its claim again',
  'gives up on the store and answers 503',
  'is admitted',
  'is admitted too late, releases and answers 503',
  'is told in-flight and answers 503',
  'is told duplicate, and the sender sees the 200',
  'is told duplicate, and the 200 is lost',
  'starts its handler',
  'succeeds',
  'throws and answers 500',
  'answers 2xx, and the sender sees it',
  'answers 2xx, which is lost',
  'has its settlement executed and hears of it',
  'has its settlement executed without hearing of it',
  'has an extension executed',
  'has its lease lapsed',
] as const

/** Kinds of steps that weakened rules add. */
export const weakStepKinds = [
  'gives up on the store and runs',
  'is admitted and answers 200',
  'is told in-flight and answers 200',
  'has its record lost',
] as const

export type StepKind = (typeof stepKinds)[number] | (typeof weakStepKinds)[number]

export function initialState(attempts: number): State {
  return {
    record: absent,
    attempts: Array.from({ length: attempts }, () => idle),
    grantedTo: -1,
    lastFence: 0,
    completed: false,
    succeeded: false,
    acknowledged: false,
  }
}

/** The same state, with one attempt changed. */
export function change(state: State, by: number, parts: Partial<Attempt>): State {
  return { ...state, attempts: state.attempts.with(by, { ...state.attempts[by]!, ...parts }) }
}
