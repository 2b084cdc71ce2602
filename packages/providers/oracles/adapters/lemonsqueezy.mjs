import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'lemonsqueezy'",
}
export const secret = 'lemon-signing-secret'

/** Whether tern accepts a request. */
export const verify = (request, secret) => verifyWithTern('lemonsqueezy', request, secret)
