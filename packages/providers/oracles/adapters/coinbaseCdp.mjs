export { oracle, request, secret, verify } from './hook0.mjs'
