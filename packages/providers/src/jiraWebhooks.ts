import { defineScheme } from '@postern/core'

/**
 * Jira Cloud's webhooks that have a secret.
 *
 * - Signed: the body. There is no timestamp header, so a recording can be replayed at any time.
 * - Secret: the one entered, or generated and shown once, when the webhook is made.
 * - Event id: `x-atlassian-webhook-identifier`, **not signed**.
 * - Event type: `$.webhookEvent`, signed.
 * - Retries: up to five, each five to 15 minutes after the last.
 * - Note: webhooks without a secret are not signed, and those of Connect and OAuth apps have a JWT instead.
 *   An id is unique within a tenant: give receivers of several a `source` for each.
 * @see https://developer.atlassian.com/cloud/jira/platform/webhooks/
 */
export const jiraWebhooks = defineScheme({
  name: 'jira-webhooks',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-hub-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
  signs: '{body}',
  formats: ['json'],
  event: { id: { header: 'x-atlassian-webhook-identifier' }, type: '$.webhookEvent' },
  retryWindowMs: 5 * 15 * 60 * 1000,
})
