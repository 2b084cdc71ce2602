import { defineScheme } from '@postern/core'

/**
 * Zendesk's webhooks, with `POST` and JSON or a form.
 *
 * - Signed: the timestamp and the body, with nothing between them.
 * - Secret: the signing secret on the page of the webhook in the Admin Center, as it is.
 * - Event id: `x-zendesk-webhook-invocation-id`, **not signed**: a recording sent under another id runs again.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: a test of a webhook that is not made yet is signed with a secret that all of Zendesk shares: never give
 *   that one to a receiver that takes real deliveries. Other methods than `POST`, and XML, are refused. That a
 *   retry has the id of the first attempt is not documented.
 * @see https://developer.zendesk.com/api-reference/event-connectors/webhooks/webhooks/
 */
export const zendesk = defineScheme({
  name: 'zendesk',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'Each webhook has a signing secret of its own; test webhooks made before it was saved are signed with a static one.',
  signature: { header: 'x-zendesk-webhook-signature', format: 'raw', encoding: 'base64' },
  signs: '{timestamp}{body}',
  timestamp: { from: { header: 'x-zendesk-webhook-signature-timestamp' }, unit: 'iso8601' },
  formats: ['json', 'form'],
  event: { id: { header: 'x-zendesk-webhook-invocation-id' } },
})
