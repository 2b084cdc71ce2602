import * as shared from './_standardWebhooks.mjs'

export { oracle } from './_standardWebhooks.mjs'

export const secret = 'v1,whsec_FzldpNF9kyYrBXthdz5/tdJsr0HM4503'

/** The preset takes what stands behind the version. */
export const receiving = { secrets: secret.replace('v1,', '') }
export const sending = receiving

const keyOf = (secret) => secret.replace('v1,whsec_', '')

export const verify = (request, secret) => shared.verify(request, keyOf(secret))

export const sign = (delivery, secret) => shared.sign(delivery, keyOf(secret))
