import { MailerSendUtils } from 'mailersend/lib/services/mailersend.utils.js'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'mailersend', uses: 'MailerSendUtils.verifyWebHook' }
export const secret = 'nM3vQ8xZ1kT6yR4wB9pL2cF7hJ5sD0gA'

/** Whether the SDK accepts a request. */
export function verify({ headers, body }, secret) {
  return MailerSendUtils.verifyWebHook(body, headers.signature, secret)
}
