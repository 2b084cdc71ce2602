import { verifySignature } from '@vonage/jwt'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@vonage/jwt', uses: 'verifySignature' }
export const secret = '7mQ2xVt9LkR4nZ8bWc1YhD6pJs3FgA5uE0oTiKqNvXyBzCwM'

/** It verifies the token: to compare the hash of the body in it is left to the caller. */
export const checksBody = false

/** Whether the SDK accepts a request. */
export function verify({ headers }, secret) {
  return verifySignature(headers.authorization.replace(/^Bearer /i, ''), secret)
}
