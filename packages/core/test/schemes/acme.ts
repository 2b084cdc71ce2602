import { createHmac } from 'node:crypto'
import {
  defineScheme,
  type IncomingRequest,
  type Scheme,
  type Secrets,
  type SecretSchemeDefinition,
} from '@postern/core'
import { attempt } from '../attempt.js'

export const secret = 'a-secret-of-some-length'
export const otherSecret = 'another-active-secret'
export const junk = 'a'.repeat(64)

/** A scheme for tests, which a test changes where it looks: the MAC of the body in a header. */
export const plain: SecretSchemeDefinition = {
  name: 'acme',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-signature', format: 'raw', encoding: 'hex' },
  signs: '{body}',
}

/** Makes the scheme with a change, and with what its user gives beside the secrets. */
export function acme(
  change: Partial<SecretSchemeDefinition> = {},
  secrets: Secrets = secret,
  options: object = {},
): Scheme {
  return defineScheme({ ...plain, ...change })({ secrets, ...options })
}

/** The MAC as Node makes it, apart from the code under test. */
export function macOf(content: string | Uint8Array, key: string | Uint8Array = secret): string {
  return createHmac('sha256', key).update(content).digest('hex')
}

/** Sends a delivery that says no event id. */
export function send(scheme: Scheme, request: Partial<IncomingRequest>): Promise<string> {
  return attempt({ scheme, eventId: false }, { rawBody: '{}', ...request })
}
