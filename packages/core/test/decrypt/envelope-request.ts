import {
  aesGcmEnvelope,
  createReceiver,
  DecryptionError,
  type IncomingRequest,
  type ReceiverOptions,
  type Reception,
  timestampedHmac,
} from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'
import { now } from '../attempt.js'

export const scheme = timestampedHmac({ secrets: 'a-secret-of-some-length' })
export const key = Buffer.alloc(32, 7)
export const envelope = aesGcmEnvelope({ keys: key })

/** A request with a genuine signature over whatever body. */
export function signed(
  rawBody: Uint8Array | string,
  headers: Record<string, string | string[]> = {},
): IncomingRequest {
  const signature = scheme.sign({ body: rawBody, sentAt: now })
  return { method: 'POST', url: '/', headers: { ...signature, ...headers }, rawBody }
}

export function receive(request: IncomingRequest, options: ReceiverOptions = {}): Promise<Reception> {
  const receiver = createReceiver({
    scheme,
    eventId: false,
    clock: manualClock(now),
    onRejected: () => undefined,
    decrypt: envelope,
    ...options,
  })
  return receiver.receive(request)
}

/** The refusal of a request that has a genuine signature. */
export async function refusalOf(
  rawBody: Uint8Array | string,
  headers: Record<string, string | string[]> = {},
  options: ReceiverOptions = {},
): Promise<DecryptionError> {
  const error: unknown = await receive(signed(rawBody, headers), options).catch((error: unknown) => error)
  if (!(error instanceof DecryptionError)) throw new Error(`No refusal of decryption: ${String(error)}`)
  return error
}
