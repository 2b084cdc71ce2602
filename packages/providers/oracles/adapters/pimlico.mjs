import { pimlicoWebhookVerifier } from '@pimlico/webhook'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@pimlico/webhook', uses: 'pimlicoWebhookVerifier' }
export const secret = 'pim_whsec_6mQKe2meNc2JfC2qbHL9g6RPcfhNPWenYxMQkzraqpMD'

/** Whether Pimlico's library accepts a request. */
export function verify({ headers, body }, secret) {
  return pimlicoWebhookVerifier(secret)(headers, body.toString()) !== undefined
}
