export { oracle, secret, sign, verify } from './_standardWebhooks.mjs'
