import { createEndpoint } from './endpoint.js'
import { isWebhookError } from './errors.js'
import type { ReceiverOptions } from './options.js'
import { receive } from './receive.js'
import type { Reception } from './reception.js'
import { ReceptionReporter } from './reception-reporter.js'
import type { IncomingRequest } from './request.js'

/** A gate for webhooks, whatever they arrive by. */
export interface Receiver<Payload = unknown> {
  /**
   * Verifies and admits one request.
   * @returns an admitted delivery, to be settled with `complete()` or `release()`; a duplicate; or a handshake
   * @throws WebhookError for a refused request: one class for each way to be refused
   */
  receive(request: IncomingRequest): Promise<Reception<Payload>>
}

/**
 * Creates a receiver: what the framework packages are made of, and of use without a framework.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * const receiver = createReceiver({ scheme: standardWebhooks({ secrets: 'whsec_...' }) })
 * const reception = await receiver.receive({ method: 'POST', url: '/', headers, rawBody })
 * if (reception.kind === 'admitted') {
 *   await process(reception.webhook.payload)
 *   await reception.complete()
 * }
 */
export function createReceiver<Payload = unknown>(options: ReceiverOptions<Payload> = {}): Receiver<Payload> {
  const endpoint = createEndpoint(options)
  const reporter = new ReceptionReporter(endpoint)
  return {
    async receive(request) {
      const receivedAt = endpoint.clock.now()
      try {
        const reception = await receive(endpoint, request, receivedAt)
        reporter.received(reception, receivedAt)
        return reception
      } catch (error) {
        reporter.refused(error, receivedAt)
        if (isWebhookError(error)) endpoint.guard?.countRefusal(request, error.code)
        throw error
      }
    },
  }
}
