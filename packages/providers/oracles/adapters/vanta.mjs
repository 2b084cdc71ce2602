export { oracle, secret, sign, verify } from './_svix.mjs'
