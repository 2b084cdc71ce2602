import type { Clock, Scheme } from '@postern/core'
import type { Agents } from './agents.js'
import { AttemptError } from './attempt-error.js'
import { DestinationError } from './destination-error.js'
import type { DestinationGuard } from './destination-guard.js'
import { type Deadlines, exchange, type OutgoingRequest } from './exchange.js'
import type { OutboxDelivery } from './outbox.js'
import { signAttempt } from './sign-attempt.js'
import { judgeAnswer, judgeFailure, type Verdict } from './verdict.js'

/** What attempts are made with. */
export interface AttemptSettings {
  readonly scheme: Scheme
  readonly clock: Clock
  readonly guard: DestinationGuard
  readonly agents: Agents
  readonly deadlines: Deadlines
}

/** Makes one attempt: signs it anew, sends it, and judges what came of it. Never rejects. */
export async function attemptDelivery(
  settings: AttemptSettings,
  delivery: OutboxDelivery,
  signal: AbortSignal,
): Promise<Verdict> {
  try {
    const { pins } = delivery
    const request = sign(settings, delivery)
    // Again: it may have been put into the outbox by a sender that allows more.
    const url = settings.guard.parse(request.url)
    if (pins !== undefined && url.protocol !== 'https:') throw new DestinationError('pins')
    const answer = await exchange(settings.agents.of(pins), request, settings.deadlines, signal)
    return judgeAnswer(answer)
  } catch (error) {
    return judgeFailure(error)
  }
}

function sign({ scheme, clock }: AttemptSettings, delivery: OutboxDelivery): OutgoingRequest {
  try {
    return signAttempt(scheme, delivery, clock.now())
  } catch (error) {
    throw new AttemptError('signing', { cause: error })
  }
}
