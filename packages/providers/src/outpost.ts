import { defineScheme } from '@postern/core'

/**
 * Webhooks of those who send with Hookdeck Outpost, in its default mode.
 *
 * - Signed: the body. There is no signed timestamp, so a recording can be replayed at any time.
 * - Secret: that of the destination, from the sender, as it is, with its `whsec_` if it has one.
 * - Event id: `x-outpost-event-id`, **not signed**.
 * - Event type: `x-outpost-topic`, **not signed**.
 * - Retries: ten within nine hours, unless the sender has it otherwise.
 * - Statuses: any 2xx.
 * - Note: the sender may have chosen another prefix than `x-outpost-`: define a scheme with it. In the mode
 *   `standard` these are Standard Webhooks.
 * @see https://github.com/hookdeck/outpost/blob/main/docs/content/guides/verify-webhook-signatures.mdoc
 */
export const outpost = defineScheme({
  name: 'outpost',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-outpost-signature', format: { prefix: 'v0=', list: ',' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: { header: 'x-outpost-event-id' }, type: { header: 'x-outpost-topic' } },
  retryWindowMs: 30 * (2 ** 10 - 1) * 1000,
})
