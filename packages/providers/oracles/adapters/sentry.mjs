import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'sentry'",
}
export const secret = '5e1b7a3f6d2085e9c4e1b7a3f6d2085e9c4e1b7a3f6d2085e9c4e1b7a3f6d208'

/** Whether tern accepts a request. */
export const verify = (request, secret) => verifyWithTern('sentry', request, secret)
