import { getPlatformAlgorithmConfig, WebhookVerificationService } from '@hookflo/tern'

const requestOf = ({ method, url, headers, body }) => new Request(url, { method, headers, body })

/** Whether tern accepts a request of one of its platforms; `settings` are added to the platform's. */
export async function verifyWithTern(platform, request, secret, settings = {}) {
  const { signatureConfig } = getPlatformAlgorithmConfig(platform)
  const customConfig = { ...signatureConfig.customConfig, ...settings }
  const { isValid } = await WebhookVerificationService.verify(requestOf(request), {
    platform,
    secret,
    signatureConfig: { ...signatureConfig, customConfig },
  })
  return isValid
}
