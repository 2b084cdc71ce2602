import { manualClock } from '@postern/testing'
import {
  createReceiver,
  type Scheme,
  SecretsUnavailableError,
  SignatureError,
  type WebhookError,
} from '../../src/index.js'

export const now = 1_700_000_000_000
export const body = '{"id":"evt_1"}'

/** What a receiver makes of a delivery: the id of the key, or the reason or code of the refusal. */
export async function verdict(
  scheme: Scheme,
  jws: string,
  rawBody: Buffer | string = body,
): Promise<unknown> {
  const receiver = createReceiver({
    scheme,
    eventId: 'hash',
    parse: 'raw',
    clock: manualClock(now),
    onRejected: () => undefined,
  })
  try {
    const headers = { 'x-jws-signature': jws }
    const reception = await receiver.receive({ method: 'POST', url: '/', headers, rawBody })
    return reception.kind === 'admitted' ? reception.webhook.keyId : reception.kind
  } catch (error) {
    if (error instanceof SignatureError) return error.reason
    if (error instanceof SecretsUnavailableError) return (error as WebhookError).code
    throw error
  }
}

/** Why a scheme refuses a JWS before there is a body; `undefined` when it does not. */
export function headVerdict(scheme: Scheme, jws: string): string | undefined {
  try {
    scheme.readHead({ headers: { 'x-jws-signature': jws } })
    return undefined
  } catch (error) {
    if (error instanceof SignatureError) return error.reason
    throw error
  }
}
