import {
  createReceiver,
  isWebhookError,
  memoryStore,
  type Receiver,
  type ReceiverOptions,
  SignatureError,
} from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'

/** The instant that tests take for now. */
export const now = 1_700_000_000_000

/** What became of a request, in plain words and values. */
export interface Outcome {
  readonly id?: string
  readonly type?: string | undefined
  readonly keyId?: string | undefined
  readonly payload?: unknown
  readonly duplicate?: string
  readonly handshake?: string
  /** Why it was refused. */
  readonly refused?: string
}

/** Makes a receiver that stands still at `receivedAt`. */
export function receiverAt(receivedAt: number, options: ReceiverOptions): Receiver {
  const clock = manualClock(receivedAt)
  return createReceiver({ clock, store: memoryStore({ clock }), onRejected: () => undefined, ...options })
}

/** Receives one request, and completes it when it is admitted. */
export async function receive(
  receiver: Receiver,
  headers: Readonly<Record<string, string>>,
  rawBody: Uint8Array | string,
  { method = 'POST', url = '/' }: { readonly method?: string; readonly url?: string } = {},
): Promise<Outcome> {
  try {
    const reception = await receiver.receive({ method, url, headers, rawBody })
    if (reception.kind === 'handshake') return { handshake: reception.body }
    if (reception.kind === 'duplicate') return { duplicate: reception.id }
    await reception.complete()
    const { id, type, keyId, payload } = reception.webhook
    return { id, type, keyId, payload }
  } catch (error) {
    if (error instanceof SignatureError) return { refused: error.reason }
    if (isWebhookError(error)) return { refused: error.code }
    throw error
  }
}
