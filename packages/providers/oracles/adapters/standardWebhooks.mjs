export { oracle, secret, sign, verify } from './_standardWebhooks.mjs'

/** The preset is part of the core. */
export const from = '@postern/core'
