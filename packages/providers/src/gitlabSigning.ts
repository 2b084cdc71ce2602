import { defineStandardWebhooks } from '@postern/core'

/**
 * GitLab's webhooks with a signing token, of projects and groups.
 *
 * - Signed: the id, the timestamp and the body (Standard Webhooks).
 * - Secret: the webhook's signing token, under Settings, Webhooks (`whsec_...`).
 * - Event id: `webhook-id`, signed.
 * - Event type: `$.object_kind`, signed.
 * - Retries: none by itself; a resend that someone asks for has the same id.
 * - Statuses: 2xx within ten seconds. Four failures in a row disable the webhook: for a while after 5xx, and
 *   after 4xx until someone enables it.
 * - Note: older releases do not sign. `x-gitlab-event` and `x-gitlab-token`, which may be there too, are not
 *   looked at.
 * @see https://docs.gitlab.com/ee/user/project/integrations/webhooks.html
 */
export const gitlabSigning = defineStandardWebhooks({
  name: 'gitlab-signing',
  families: ['webhook'],
  formats: ['json'],
  event: { type: '$.object_kind' },
})
