import type { Scheme } from '@postern/core'
import type { OutgoingRequest } from './exchange.js'
import { headerText } from './header-text.js'
import type { OutboxDelivery } from './outbox.js'

/**
 * Signs one attempt of a delivery.
 * @param sentAt - epoch ms: its timestamp
 * @throws TypeError when the scheme cannot sign it
 */
export function signAttempt(scheme: Scheme, delivery: OutboxDelivery, sentAt: number): OutgoingRequest {
  const { id, url, type } = delivery
  const headers = { ...delivery.headers, ...typeHeader(scheme, type) }
  const body = Buffer.from(delivery.body.buffer, delivery.body.byteOffset, delivery.body.byteLength)
  const signable = { body, id, sentAt, url, method: 'POST', headers }
  if (scheme.signRequest === undefined)
    return { url: new URL(url), method: 'POST', headers: { ...headers, ...scheme.sign(signable) }, body }
  const signed = scheme.signRequest(signable)
  return {
    url: new URL(signed.url ?? url),
    method: signed.method,
    headers: { ...headers, ...signed.headers },
    body: signed.body,
  }
}

function typeHeader({ event }: Scheme, type: string | undefined): Record<string, string> {
  if (type === undefined) return {}
  for (const source of event.type) {
    if (typeof source === 'object' && 'header' in source && !source.header.includes('{'))
      return { [source.header.toLowerCase()]: headerText(type, 'send: type') }
  }
  return {}
}
