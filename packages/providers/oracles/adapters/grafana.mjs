import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'grafana'",
}
export const secret = 'grafana-secret'

/**
 * Whether tern accepts a request. Only without a timestamp: tern signs a dot after it, where Grafana signs a
 * colon.
 */
export const verify = (request, secret) => verifyWithTern('grafana', request, secret)
