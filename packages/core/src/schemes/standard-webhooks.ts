import { refuseUnknown } from '../check-option.js'
import type { SecretForm } from '../crypto/secret-form.js'
import type { Keys } from '../keys/key-input.js'
import type { PayloadFormat } from '../media-type.js'
import { defineScheme, type SchemeOptions } from './define-scheme.js'
import type { Secrets } from './secrets.js'
import { compileScheme } from './compile-scheme.js'
import { type SecretSchemeDefinition, type PairSchemeDefinition } from './scheme-definition.js'
import { joinKeys, pairKeysOf, secretKeysOf } from './scheme-keys.js'
import type { Scheme } from './scheme.js'
import { signedContentScheme } from './signed-content-scheme.js'

/** Options of {@link standardWebhooks}: secrets, keys, or both, as while a sender moves from one to the other. */
export interface StandardWebhooksOptions {
  /** Shared secrets, in base64 with or without `whsec_`: they verify and make `v1` signatures. */
  readonly secrets?: Secrets | undefined
  /** Ed25519 keys, such as `whpk_...`; a sender gives `whsk_...`: they verify and make `v1a` signatures. */
  readonly keys?: Keys | undefined
}

const common = {
  name: 'standard-webhooks',
  families: ['webhook', 'svix'],
  signs: '{id}.{timestamp}.{body}',
  timestamp: { from: { header: '{family}-timestamp' }, unit: 's' },
  event: { id: { header: '{family}-id' }, type: '$.type' },
} as const

function signature(label: string | readonly string[]) {
  const format = { list: ' ', label, labelSeparator: ',' }
  return { header: '{family}-signature', format, encoding: 'base64' } as const
}

const v1: SecretSchemeDefinition = {
  ...common,
  algorithm: 'hmac-sha256',
  secret: 'whsec',
  signature: signature('v1'),
}
const v1a: PairSchemeDefinition = { ...common, algorithm: 'ed25519', signature: signature('v1a') }

/** What a sender does within Standard Webhooks. */
export interface StandardWebhooksDefinition {
  readonly name: string
  /** The first parts of its headers, `webhook` or `svix`. @defaultValue both */
  readonly families?: readonly string[]
  /** How its secrets are read. @defaultValue `'whsec'` */
  readonly secret?: SecretForm
  readonly secretHint?: string
  readonly secretPattern?: RegExp
  /** Where the event type stands, and the id if it is not the one in the headers. */
  readonly event?: SecretSchemeDefinition['event']
  readonly formats?: readonly PayloadFormat[]
  readonly retryWindowMs?: number
}

/**
 * Defines the scheme of a sender that follows Standard Webhooks, with `v1` signatures.
 * @throws TypeError when the definition contradicts itself
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-webhook-authenticity
 * @example
 * const acme = defineStandardWebhooks({ name: 'acme', families: ['webhook'], event: { type: '$.kind' } })
 */
export function defineStandardWebhooks(
  definition: StandardWebhooksDefinition,
): (options: SchemeOptions) => Scheme {
  const { event, ...rest } = definition
  return defineScheme({ ...v1, ...rest, event: { ...common.event, ...event } })
}

/**
 * Standard Webhooks, in `webhook-*` headers or Svix's `svix-*`: `v1` signatures by HMAC-SHA256 with `secrets`, `v1a` by
 * Ed25519 with `keys`.
 *
 * Signed are the id, the timestamp and the body, so an id cannot be swapped. A signature counts only under the label of
 * its key's algorithm. `sign` writes `webhook-*` headers.
 * @throws TypeError for a secret or a key that is none of the scheme's, and when neither is given
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-webhook-authenticity
 * @see RFC 2104, 2 (HMAC); RFC 8032, 5.1.7 (Ed25519)
 */
export function standardWebhooks(options: StandardWebhooksOptions): Scheme {
  refuseUnknown(options, ['secrets', 'keys'], 'standard-webhooks')
  const { secrets, keys } = options
  if (keys === undefined)
    return signedContentScheme(compileScheme(v1), secretKeysOf(v1, 'v1', secrets as Secrets))
  const pairs = pairKeysOf({ ...v1a, ...v1a.signature }, 'v1a', keys)
  if (secrets === undefined) return signedContentScheme(compileScheme(v1a), pairs)
  const both = compileScheme({ ...v1, signature: signature(['v1', 'v1a']) })
  return signedContentScheme(both, joinKeys(secretKeysOf(v1, 'v1', secrets), pairs))
}
