import { type Attempt, phases } from './attempt.js'
import type { State } from './state.js'

const replies = ['none', 'admitted', 'duplicate', 'in-flight']
const verdicts = ['none', 'complete', 'release']
const recordStates = ['absent', 'processing', 'released', 'done']

/**
 * A text that two states share when they differ only by what nothing depends on: the order of the attempts, and the
 * number of a fence that is the latest.
 */
export function keyOf(state: State): string {
  const { record, attempts, grantedTo, lastFence, completed, succeeded, acknowledged } = state
  const codes = attempts.map((attempt, index) => {
    const marks = (record.token === index ? 2 : 0) + (grantedTo === index ? 1 : 0)
    return codeOf(attempt) * 4 + marks
  })
  codes.sort((one, other) => one - other)
  let world = recordStates.indexOf(record.state)
  for (const flag of [record.lapsed, record.fence === lastFence, completed, succeeded, acknowledged])
    world = world * 2 + (flag ? 1 : 0)
  return String.fromCharCode(world, ...codes.flatMap((code) => [code >>> 10, code & 0x3ff]))
}

function codeOf(attempt: Attempt): number {
  const { phase, claimAwaited, reply, strayClaims, resends, verdict, settlements, holds } = attempt
  let code = phases.indexOf(phase)
  code = code * 4 + replies.indexOf(reply)
  code = code * 3 + verdicts.indexOf(verdict)
  code = code * 4 + strayClaims
  code = code * 4 + resends
  code = code * 4 + settlements
  return code * 4 + (claimAwaited ? 2 : 0) + (holds ? 1 : 0)
}
