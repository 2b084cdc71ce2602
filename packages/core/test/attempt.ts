import {
  createReceiver,
  type IncomingRequest,
  isWebhookError,
  type ReceiverOptions,
  SignatureError,
} from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'

/** The instant that tests take for now. */
export const now = 1_700_000_000_000

/** Sends one request to a receiver of its own: `'admitted'`, `'duplicate'`, `'handshake'`, or why it was refused. */
export async function attempt(options: ReceiverOptions, request: Partial<IncomingRequest>): Promise<string> {
  const receiver = createReceiver({ clock: manualClock(now), onRejected: () => undefined, ...options })
  return outcomeOf(receiver.receive({ method: 'POST', url: '/', headers: {}, ...request }))
}

/** How a reception ends, in one word. Rejects when it fails in any other way than a refusal. */
export async function outcomeOf(reception: Promise<{ kind: string }>): Promise<string> {
  try {
    return (await reception).kind
  } catch (error) {
    if (error instanceof SignatureError) return error.reason
    if (isWebhookError(error)) return error.code
    throw error
  }
}
