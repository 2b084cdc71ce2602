import { defineScheme } from '@postern/core'

/**
 * Notion's webhooks.
 *
 * - Signed: the body. `$.timestamp` is that of the event, and not of the delivery, and is not looked at.
 * - Secret: the `verification_token` of the subscription.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: the token comes in the first POST to the endpoint, as `$.verification_token`, and proves nothing, as
 *   there is no secret yet. Read it there without this receiver, paste it into the integration's Webhooks tab, and
 *   give it to `secrets`. The body counts its attempts, so that a retry has another one: `eventId: 'hash'` takes
 *   it for new.
 * @see https://developers.notion.com/reference/webhooks
 */
export const notion = defineScheme({
  name: 'notion',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-notion-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
