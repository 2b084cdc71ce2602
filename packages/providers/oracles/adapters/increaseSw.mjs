import * as shared from './_standardWebhooks.mjs'

export { oracle } from './_standardWebhooks.mjs'

/** The library reads base64, and the key is the text of the secret. */
const keyOf = (secret) => `whsec_${Buffer.from(secret, 'utf8').toString('base64')}`

export const secret = 'made-up-shared-secret-of-increase'

export const verify = (request, secret) => shared.verify(request, keyOf(secret))

export const sign = (delivery, secret) => shared.sign(delivery, keyOf(secret))
