import { refuseUnknown } from '../check-option.js'
import type { Keys } from '../keys/key-input.js'
import {
  compileScheme,
  type PairSchemeDefinition,
  type SchemeDefinition,
  type SecretSchemeDefinition,
} from './scheme-definition.js'
import { pairKeysOf, secretKeysOf } from './scheme-keys.js'
import type { Secrets } from './secrets.js'
import type { Scheme } from './scheme.js'
import { signedContentScheme } from './signed-content-scheme.js'

/** What a scheme needs of its user. */
export interface SchemeOptions {
  readonly secrets: Secrets
}

/** What a scheme with pairs of keys needs of its user. */
export interface PairSchemeOptions {
  readonly keys: Keys
}

/**
 * Defines a scheme: returns the function that makes it with a user's secrets. The same definition signs and verifies.
 * @throws TypeError when the definition contradicts itself
 * @see RFC 2104 (HMAC); RFC 8017 (RSA); RFC 8032 (Ed25519); FIPS 186-5, 6.4 (ECDSA)
 * @example
 * const acme = defineScheme({
 *   name: 'acme',
 *   algorithm: 'hmac-sha256',
 *   secret: 'utf8',
 *   signature: { header: 'acme-signature', format: { prefix: 'sha256=' }, encoding: 'hex' },
 *   signs: '{timestamp}.{body}',
 *   timestamp: { from: { header: 'acme-timestamp' }, unit: 's' },
 *   event: { id: '$.id', type: '$.type' },
 * })
 * const receiver = createReceiver({ scheme: acme({ secrets: process.env.ACME_SECRET }) })
 */
export function defineScheme(definition: SecretSchemeDefinition): (options: SchemeOptions) => Scheme
export function defineScheme(definition: PairSchemeDefinition): (options: PairSchemeOptions) => Scheme
export function defineScheme(
  definition: SchemeDefinition,
): (options: SchemeOptions & PairSchemeOptions) => Scheme {
  const compiled = compileScheme(definition)
  const { label } = compiled.header
  return function scheme(options) {
    if ('secret' in definition) {
      refuseUnknown(options, ['secrets'], definition.name)
      return signedContentScheme(compiled, secretKeysOf(definition, label, options.secrets))
    }
    refuseUnknown(options, ['keys'], definition.name)
    return signedContentScheme(
      compiled,
      pairKeysOf({ ...definition, ...definition.signature }, label, options.keys),
    )
  }
}
