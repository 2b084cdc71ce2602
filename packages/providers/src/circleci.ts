import { defineScheme } from '@postern/core'

/**
 * CircleCI's outbound webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time. No version but `v1` is
 *   looked at.
 * - Secret: the secret token that was entered with the webhook, in the project's settings.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed. `circleci-event-type` says the same, **not signed**.
 * - Retries: not known.
 * - Statuses: any 2xx within ten seconds.
 * @see https://circleci.com/docs/2.0/webhooks/
 */
export const circleci = defineScheme({
  name: 'circleci',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  // That of its own examples.
  minimumSecretBytes: 6,
  signature: { header: 'circleci-signature', format: { pairs: ',', signature: 'v1' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
