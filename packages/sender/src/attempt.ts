import type { Clock, Scheme } from '@postern/core'
import type { Agents } from './agents.js'
import { AttemptError } from './attempt-error.js'
import { DestinationError } from './destination-error.js'
import type { DestinationGuard } from './destination-guard.js'
import { type Deadlines, exchange, type OutgoingRequest } from './exchange.js'
import type { OutboxDelivery } from './outbox.js'
import { type PerEndpoint, schemeFor } from './per-endpoint.js'
import { signAttempt } from './sign-attempt.js'
import { judgeAnswer, judgeFailure, type Verdict } from './verdict.js'

/** What attempts are made with. */
export interface AttemptSettings {
  readonly scheme: PerEndpoint<Scheme>
  readonly clock: Clock
  readonly guard: DestinationGuard
  readonly agents: Agents
  readonly deadlines: Deadlines
  /** Of deliveries that have none of their own. */
  readonly pins: readonly string[] | undefined
}

/** Makes one attempt: signs it anew, sends it, and judges what came of it. Never rejects. */
export async function attemptDelivery(
  settings: AttemptSettings,
  delivery: OutboxDelivery,
  signal: AbortSignal,
): Promise<Verdict> {
  const { guard, agents, deadlines } = settings
  const startedAt = performance.now()
  try {
    if (signal.aborted) throw new AttemptError('closed')
    const pins = delivery.pins ?? settings.pins
    const request = await sign(settings, delivery, signal)
    // Again: it may have been put into the outbox by a sender that allows more.
    const url = guard.parse(request.url)
    if (pins !== undefined && url.protocol !== 'https:') throw new DestinationError('pins')
    const totalMs = deadlines.totalMs - (performance.now() - startedAt)
    return judgeAnswer(await exchange(agents.of(pins), request, { ...deadlines, totalMs }, signal))
  } catch (error) {
    return judgeFailure(error)
  }
}

async function sign(
  { scheme, clock, deadlines }: AttemptSettings,
  delivery: OutboxDelivery,
  signal: AbortSignal,
): Promise<OutgoingRequest> {
  try {
    const found = await within(deadlines.totalMs, signal, schemeFor(scheme, delivery))
    return signAttempt(found, delivery, clock.now())
  } catch (error) {
    if (error instanceof AttemptError) throw error
    throw new AttemptError('signing', { cause: error })
  }
}

/** @throws AttemptError when the time is over, or `signal` was aborted */
async function within<Value>(ms: number, signal: AbortSignal, value: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  let onAbort: () => void = () => undefined
  const over = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(new AttemptError('closed'))
    }
    signal.addEventListener('abort', onAbort)
    timer = setTimeout(() => {
      reject(new AttemptError('total-timeout'))
    }, ms)
  })
  try {
    return await Promise.race([value, over])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
