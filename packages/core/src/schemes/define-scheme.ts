import { importSecrets, type SigningKey, type SigningSecret } from '../crypto/keys.js'
import type { Hash } from '../crypto/hash.js'
import { SecretsUnavailableError, SignatureError } from '../errors.js'
import { refuseUnknown } from '../check-option.js'
import type { RequestHead } from '../request.js'
import { type KeySource, hmacScheme } from './hmac-scheme.js'
import { compileScheme, type CompiledScheme, type SchemeDefinition } from './scheme-definition.js'
import type { Scheme } from './scheme.js'

/**
 * Where signing secrets come from: one secret, a list of the active ones (newest first), or a function of the
 * request head, for endpoints that serve several tenants. A function that knows no secret for the request
 * returns none, and the request is refused.
 */
export type Secrets =
  SigningSecret | readonly SigningSecret[] | ((head: RequestHead) => KnownSecrets | Promise<KnownSecrets>)

/** What a function of the request head gives: the secrets of its tenant, if it knows any. */
export type KnownSecrets = SigningSecret | readonly SigningSecret[] | undefined

/** What a scheme needs of its user. */
export interface SchemeOptions {
  readonly secrets: Secrets
}

/**
 * Defines a scheme: returns the function that makes it with a user's secrets. The same definition signs and verifies.
 * @throws TypeError when the definition contradicts itself
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
export function defineScheme(definition: SchemeDefinition): (options: SchemeOptions) => Scheme {
  const compiled = compileScheme(definition)
  return function scheme(options) {
    refuseUnknown(options, ['secrets'], definition.name)
    return hmacScheme(compiled, keySource(compiled, options.secrets))
  }
}

function keySource(scheme: CompiledScheme, secrets: Secrets): KeySource {
  const { name, algorithm, secret, signature, header } = scheme
  const profile = {
    scheme: name,
    form: secret,
    minimumBytes: scheme.minimumSecretBytes ?? (secret === 'utf8' ? 8 : 16),
    hash: algorithm.slice('hmac-'.length) as Hash,
    encoding: signature.encoding,
    label: header.label,
  }
  const forms = [{ hash: profile.hash, encoding: profile.encoding }]
  if (typeof secrets !== 'function') return { forms, keys: importSecrets(secrets, profile) }
  return {
    forms,
    async keys(head: RequestHead): Promise<readonly SigningKey[]> {
      try {
        const found = (await secrets(head)) ?? []
        if (!Array.isArray(found) || found.length > 0) return importSecrets(found, profile)
      } catch (error) {
        throw new SecretsUnavailableError(error)
      }
      throw new SignatureError('signature_mismatch')
    },
  }
}
