import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Answer, isWebhookError, type Receiver, refusalAnswer, settledAnswer } from '@postern/core'
import { forward } from './forward.js'

/** What became of one request. */
export interface Line {
  readonly verdict: 'admitted' | 'duplicate' | 'handshake' | 'refused'
  readonly reason?: string
  readonly id?: string
  readonly type?: string | undefined
  readonly status: number
}

/** Receives one request, passes it on where it verifies, and answers. */
export async function answerDelivery(
  receiver: Receiver,
  target: URL | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Line> {
  try {
    const reception = await receiver.receive(request)
    if (reception.kind !== 'admitted') {
      const answer = settledAnswer(reception)
      write(answer, response)
      return {
        verdict: reception.kind,
        ...(reception.kind === 'duplicate' ? { id: reception.id } : {}),
        status: answer.status,
      }
    }
    const { id, type, rawBody } = reception.webhook
    const status = target === undefined ? 204 : await forward(request, rawBody, target, response)
    if (target === undefined) response.writeHead(204).end()
    await (status >= 200 && status < 300 ? reception.complete() : reception.release())
    return { verdict: 'admitted', id, type, status }
  } catch (error) {
    if (!isWebhookError(error)) throw error
    const answer = refusalAnswer(error)
    write(answer, response)
    const reason = 'reason' in error ? error.reason : error.code
    return { verdict: 'refused', reason, status: answer.status }
  }
}

function write({ status, headers, body }: Answer, response: ServerResponse): void {
  response.writeHead(status, headers).end(body)
}
