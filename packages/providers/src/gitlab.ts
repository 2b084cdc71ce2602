import { defineCredential } from '@postern/core'

/**
 * GitLab's webhooks with a secret token, of projects and groups.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the webhook's secret token, under Settings, Webhooks, as it is.
 * - Event id: `idempotency-key`, **not signed**.
 * - Event type: `x-gitlab-event`, **not signed**.
 * - Retries: none by itself; a resend that someone asks for has the same id.
 * - Statuses: 2xx within ten seconds. Four failures in a row disable the webhook: for a while after 5xx, and
 *   after 4xx until someone enables it.
 * - Note: older releases have no `idempotency-key`: give the receiver an `eventId` there. Newer ones can
 *   sign: see `gitlabSigning`.
 * @see https://docs.gitlab.com/ee/user/project/integrations/webhooks.html
 */
export const gitlab = defineCredential({
  name: 'gitlab',
  credential: { header: 'x-gitlab-token' },
  formats: ['json'],
  event: { id: { header: 'idempotency-key' }, type: { header: 'x-gitlab-event' } },
})
