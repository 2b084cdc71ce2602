import type { State, Step } from './state.js'

/** Tells a way through the states in words, a line a step, with what it left in the store where it changed that. */
export function describeTrace(steps: readonly Step[]): readonly string[] {
  let last = ''
  return steps.map(({ kind, by, after }) => {
    const record = describeRecord(after)
    const line = `${nameOf(by)} ${kind}${record === last || record === 'absent' ? '' : ` (${record})`}`
    last = record
    return line
  })
}

function describeRecord({ record: { state, token, fence, lapsed } }: State): string {
  if (state === 'absent') return state
  return `${state} by ${nameOf(token)}, fence ${fence}${lapsed ? ', lapsed' : ''}`
}

function nameOf(attempt: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + attempt)
}
