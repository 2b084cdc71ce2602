import { defineScheme } from '@postern/core'

/**
 * HighLevel's (GoHighLevel's) webhooks, of marketplace apps.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: none. `keys` is the Ed25519 public key in the Webhook Integration Guide, in PEM or its base64.
 * - Event id: `$.webhookId`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: one key signs for all apps, so look at `$.appId` where it is there. The RSA signatures of
 *   `x-wh-signature`, which end with June 2026, are not looked at.
 * @see https://marketplace.gohighlevel.com/docs/webhook/WebhookIntegrationGuide/
 */
export const highlevel = defineScheme({
  name: 'highlevel',
  algorithm: 'ed25519',
  keyFormat: 'base64',
  signature: { header: 'x-ghl-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.webhookId', type: '$.type' },
})
