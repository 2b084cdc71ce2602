/** One attempt of the sender, and the receiver's process that serves it. */
export interface Attempt {
  readonly phase: Phase
  /** Whether the claim that an answer is awaited for has not been executed. */
  readonly claimAwaited: boolean
  /** The answer to the claim on its way back. */
  readonly reply: 'none' | 'admitted' | 'duplicate' | 'in-flight'
  /** Copies of the claim that nobody awaits an answer for. The store may execute them at any time, or never. */
  readonly strayClaims: number
  /** How often the client may still send the claim again. */
  readonly resends: number
  readonly verdict: 'none' | 'complete' | 'release'
  /** How often the store may still execute the settlement. At any time, or never: then it was not sent, or got lost. */
  readonly settlements: number
  /** Whether a lease was given to it that has neither lapsed nor been released, or has been extended since. */
  readonly holds: boolean
}

export const phases = ['idle', 'claiming', 'admitted', 'running', 'succeeded', 'gone'] as const
export type Phase = (typeof phases)[number]

export const idle: Attempt = {
  phase: 'idle',
  claimAwaited: false,
  reply: 'none',
  strayClaims: 0,
  resends: 0,
  verdict: 'none',
  settlements: 0,
  holds: false,
}

/** An attempt whose process is gone, or waits for no more than its settlement. What it sent may still be on its way. */
export function gone({ strayClaims, claimAwaited, verdict, settlements, holds }: Attempt): Attempt {
  return {
    ...idle,
    phase: 'gone',
    strayClaims: strayClaims + (claimAwaited ? 1 : 0),
    verdict: settlements > 0 ? verdict : 'none',
    settlements,
    holds,
  }
}
