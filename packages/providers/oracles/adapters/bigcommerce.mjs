import * as shared from './_standardWebhooks.mjs'

export { oracle } from './_standardWebhooks.mjs'

/** The client secret of the app. */
export const secret = '4c02b92866b3def5820cbd0129cbd1a34c02b92866b3def5820cbd0129cbd1a3'

// The library takes a key in base64, and the client secret is a key as it is.
const keyOf = (secret) => Buffer.from(secret).toString('base64')

export const verify = (request, secret) => shared.verify(request, keyOf(secret))

export const sign = (delivery, secret) => shared.sign(delivery, keyOf(secret))
