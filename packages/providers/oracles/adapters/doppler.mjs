import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'doppler'",
}
export const secret = 'doppler-signing-secret'

/** Whether tern accepts a request. */
export const verify = (request, secret) => verifyWithTern('doppler', request, secret)
