import { setTimeout as delay } from 'node:timers/promises'
import type { Webhook } from '@postern/core'
import { Random } from './random.js'

/** How long a lease lasts in the chaos run. */
export const leaseMs = 1500

/** What a handler does: `outlasts` takes longer than a lease, `blocks` keeps the event loop for as long. */
export interface Behaviour {
  readonly kind: 'succeeds' | 'fails' | 'outlasts' | 'blocks'
  readonly ms: number
}

const attemptsInTrouble = 3

/** Decides what the handler of an attempt does, in each process alike. Each event ends well at last. */
export function behaviourOf(id: string, attempt: number): Behaviour {
  const random = new Random('behaviour', id, attempt)
  const lot = attempt > attemptsInTrouble ? 1 : random.next()
  const ms = random.between(0, 20)
  if (lot < 0.0002) return { kind: 'blocks', ms: leaseMs * random.between(1.1, 1.7) }
  if (lot < 0.01) return { kind: 'outlasts', ms: leaseMs * random.between(1.2, 2.5) }
  if (lot < 0.05) return { kind: 'fails', ms }
  return { kind: 'succeeds', ms }
}

const nothing = new Int32Array(new SharedArrayBuffer(4))

/** Does it. Every other handler that outlasts its lease stops when the lease is lost. */
export async function behave({ kind, ms }: Behaviour, { signal, fence }: Webhook): Promise<void> {
  if (kind === 'blocks') Atomics.wait(nothing, 0, 0, ms)
  else await delay(ms, undefined, kind === 'outlasts' && fence % 2 === 0 ? { signal } : {})
  if (kind === 'fails') throw new Error('as the chaos run wants it')
}
