import { oneOf } from './check-option.js'
import { type Answer, handledAnswer, refusalAnswer, settledAnswer } from './answer.js'
import { isWebhookError } from './errors.js'
import { asFailure } from './failure.js'
import type { ReceiverOptions } from './options.js'
import { createReceiver } from './receiver.js'
import type { AdmittedReception, Webhook } from './reception.js'
import type { IncomingRequest } from './request.js'

/** Options of `verifyWebhook` and `handleWebhook` in every framework package. */
export interface VerifyWebhookOptions<Payload = unknown> extends ReceiverOptions<Payload> {
  /**
   * What happens to a refused request: `'respond'` answers it; `'throw'` hands the error to the framework's error
   * handling. @defaultValue `'respond'`
   */
  readonly onError?: 'respond' | 'throw' | undefined
}

/** Processes one delivery: resolving completes it, rejecting releases it, so that the next attempt runs at once. */
export type WebhookHandler<Payload = unknown> = (webhook: Webhook<Payload>) => unknown

/** A receiver that also says what to answer: what the framework packages share. */
export interface Gate<Payload = unknown> {
  /** Gives the delivery to process, or the answer to send. Rejects with `onError: 'throw'`, and when an option's function throws. */
  receive(request: IncomingRequest): Promise<AdmittedReception<Payload> | Answer>
  /** Receives, runs the handler and settles. Rejects with what the handler throws. */
  handle(request: IncomingRequest, handler: WebhookHandler<Payload>): Promise<Answer>
}

/**
 * Creates a gate, for the package of a framework.
 * @throws TypeError for options that are wrong, unknown or missing
 */
export function createGate<Payload>({
  onError = 'respond',
  ...options
}: VerifyWebhookOptions<Payload> = {}): Gate<Payload> {
  oneOf(['respond', 'throw'], onError, 'Postern: onError')
  const receiver = createReceiver(options)

  async function receive(request: IncomingRequest): Promise<AdmittedReception<Payload> | Answer> {
    try {
      const reception = await receiver.receive(request)
      return reception.kind === 'admitted' ? reception : settledAnswer(reception)
    } catch (error) {
      if (!isWebhookError(error)) throw asFailure(error)
      if (onError === 'throw') throw error
      return refusalAnswer(error)
    }
  }

  return {
    receive,
    async handle(request, handler) {
      const outcome = await receive(request)
      if (outcome.kind === 'answer') return outcome
      // Neither settlement is awaited: the work is over, and the answer must not wait for a store that is slow to be told.
      try {
        await handler(outcome.webhook)
      } catch (error) {
        void outcome.release()
        throw asFailure(error)
      }
      void outcome.complete()
      return handledAnswer
    },
  }
}
