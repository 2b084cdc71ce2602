import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'gitlab'",
}
export const secret = 'gl-secret-token-4f1c2a9e7b3d'

/** The token of the header is compared, and nothing is signed. */
export const checksBody = false

/** Whether tern accepts a request. */
export const verify = (request, secret) => verifyWithTern('gitlab', request, secret)
