import { defineScheme } from '@postern/core'

/**
 * Heroku's webhooks, of apps and of add-ons.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: the one given, or returned once, when the subscription is made.
 * - Event id: `$.webhook_metadata.event.id`, signed.
 * - Event type: `$.webhook_metadata.event.include`, signed; `$.action` says what was done.
 * - Retries: none at the level `notify`; at the level `sync` until one succeeds or Heroku gives up.
 * @see https://devcenter.heroku.com/articles/app-webhooks
 */
export const heroku = defineScheme({
  name: 'heroku',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'heroku-webhook-hmac-sha256', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.webhook_metadata.event.id', type: '$.webhook_metadata.event.include' },
})
