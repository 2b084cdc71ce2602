import { defineScheme } from '@postern/core'

/**
 * Stripe's webhooks.
 *
 * - Signed: the timestamp and the body. `v0` signatures, which Stripe sends in test mode, are never looked at.
 * - Secret: the endpoint's "Signing secret" in the Dashboard, as it is, with its `whsec_`. `stripe listen` prints
 *   another one of its own. While a secret is rolled, Stripe signs with both.
 * - Event id: `$.id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: for up to three days in live mode; in a sandbox three within some hours. Each is signed anew.
 * - Statuses: 2xx; a redirect is a failure.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export const stripe = defineScheme({
  name: 'stripe',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint:
    'Each endpoint has a signing secret of its own, in live mode and in test mode; `stripe listen` prints another one, and API keys (`sk_`) are none.',
  secretPattern: /^whsec_/,
  signature: {
    header: 'stripe-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: '{timestamp}.{body}',
  timestamp: { from: 'signature', unit: 's' },
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
  retryWindowMs: 3 * 24 * 60 * 60 * 1000,
})
