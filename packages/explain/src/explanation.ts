import type { Cause } from './cause.js'
import { type Fix, fixOf } from './fix.js'
import type { Skew } from './skew.js'
import type { Change } from './trial.js'

/** Why a request verifies, or does not. Nothing in it shows a secret, a signature or a body. */
export interface Explanation {
  /** Whether the signature, the timestamp and the method are what a receiver admits. */
  readonly verifies: boolean
  /** The stable code of what is wrong; `undefined` when nothing is. */
  readonly cause: Cause | 'no_known_cause' | undefined
  /** The one change that makes it verify, as a sentence; `'no known cause'` when there is none. */
  readonly change: string | undefined
  /** What to do about it on each framework. */
  readonly fix: Fix | undefined
  /** The scheme that was asked, or the one that matched. */
  readonly scheme: string | undefined
  /** What core says of the request: one of its reasons, `'secret_refused'` or `'method_not_allowed'`. */
  readonly reason: string | undefined
  /** Why the scheme refuses the secrets, in core's words. */
  readonly detail: string | undefined
  /** Which secret matched: its `keyId`, or its place. */
  readonly keyId: string | undefined
  /** How far the timestamp was from `receivedAt`, where the signature covers one. */
  readonly skew: Skew | undefined
  /** Which of `presets` verify it. Several sign alike: what is theirs is for you to know. */
  readonly presets: readonly string[]
  /** How many changes were tried. */
  readonly tries: number
}

/** What was found out of a request, whatever is said of it. */
export type Finding = Omit<Explanation, 'verifies' | 'cause' | 'change' | 'fix'>

/** Says of a request that it verifies. */
export function verifying(finding: Finding): Explanation {
  return { ...finding, verifies: true, cause: undefined, change: undefined, fix: undefined }
}

/** Says of a request why it does not verify. */
export function refused(finding: Finding, { cause, change }: Pick<Change, 'cause' | 'change'>): Explanation {
  return { ...finding, verifies: false, cause, change, fix: fixOf(cause) }
}

/** Says of a request that no change was found. */
export function unexplained(finding: Finding): Explanation {
  return {
    ...finding,
    verifies: false,
    cause: 'no_known_cause',
    change: 'no known cause',
    fix: undefined,
  }
}
