import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'woocommerce'",
}
export const secret = 'Wc9}xK2$qLr4!TnV8zBd3Yh&C6wJ'

/** Whether tern accepts a request. */
export const verify = (request, secret) => verifyWithTern('woocommerce', request, secret)
