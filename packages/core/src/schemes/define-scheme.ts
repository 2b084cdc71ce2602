import { refuseUnknown } from '../check-option.js'
import type { Keys } from '../keys/key-input.js'
import { compileScheme } from './compile-scheme.js'
import {
  type PairSchemeDefinition,
  type SchemeDefinition,
  type SecretSchemeDefinition,
} from './scheme-definition.js'
import { pairKeysOf, secretKeysOf } from './scheme-keys.js'
import type { Secrets } from './secrets.js'
import type { Scheme } from './scheme.js'
import { mismatchHint } from './mismatch-hint.js'
import { type EndpointUrl, schemeSettings } from './scheme-settings.js'
import { signedContentScheme } from './signed-content-scheme.js'

/** What a scheme needs of its user. */
export interface SchemeOptions extends EndpointOptions {
  readonly secrets: Secrets
}

/** What a scheme with pairs of keys needs of its user. */
export interface PairSchemeOptions extends EndpointOptions {
  readonly keys: Keys
}

interface EndpointOptions {
  /**
   * The URL as it was given to the sender, for schemes that sign it; a function for endpoints that have several. Behind
   * a proxy that changes the host, the scheme or the path, no signature verifies without it.
   * @defaultValue `https://`, the Host header, and the path and query of the request
   */
  readonly url?: EndpointUrl
}

/** The params of a definition, as options of its scheme. */
export type ParamsOf<Definition> = Definition extends {
  readonly params: readonly (infer Param extends string)[]
}
  ? Readonly<Record<Param, string>>
  : unknown

/** A scheme whose signature does not cover the body: it says who sends, and not what. */
export interface BodyUnsignedScheme extends Scheme {
  readonly bodySigned: false
}

type SchemeOf<Definition> = Definition extends { readonly bodySigned: false } ? BodyUnsignedScheme : Scheme

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
export function defineScheme<const Definition extends SecretSchemeDefinition>(
  definition: Definition,
): (options: SchemeOptions & ParamsOf<Definition>) => SchemeOf<Definition>
export function defineScheme<const Definition extends PairSchemeDefinition>(
  definition: Definition,
): (options: PairSchemeOptions & ParamsOf<Definition>) => SchemeOf<Definition>
export function defineScheme(
  definition: SchemeDefinition,
): (options: SchemeOptions & PairSchemeOptions) => Scheme
export function defineScheme(
  definition: SchemeDefinition,
): (options: SchemeOptions & PairSchemeOptions) => Scheme {
  const compiled = compileScheme(definition)
  const { label } = compiled.text
  const { name, params = [] } = definition
  const urlOption =
    compiled.template.names.has('url') || typeof definition.signs === 'function' ? ['url'] : []

  return function scheme(options) {
    const isSecret = 'secret' in definition
    refuseUnknown(options, [isSecret ? 'secrets' : 'keys', ...urlOption, ...params], name)
    const settings = schemeSettings(name, options.url, params, { ...options })
    const keys = isSecret
      ? secretKeysOf(definition, label, options.secrets, compiled.template.secretAt)
      : pairKeysOf({ ...definition, ...definition.signature }, label, options.keys)
    const made = signedContentScheme(compiled, keys, settings)
    return isSecret ? { ...made, mismatchHint: mismatchHint(definition, options.secrets) } : made
  }
}
