import { importSecrets, type SigningSecret } from '../crypto/keys.js'
import { macForm } from '../crypto/signature-encoding.js'
import { oneOf, refuseUnknown } from '../check-option.js'
import { readHeader } from '../request.js'
import { compactJson } from './compact-json.js'
import type { SchemeKeys } from './scheme-keys.js'
import { signedContentScheme } from './signed-content-scheme.js'
import { compileScheme } from './compile-scheme.js'
import { type SchemeDefinition } from './scheme-definition.js'
import type { Scheme } from './scheme.js'
import { isBare } from './signature-format/pairs-format.js'

/** One of Convoy's signature schemes: the first in the list gives `v1`, the next `v2`, and so on. */
export interface ConvoySignatureScheme {
  readonly hash: 'SHA256' | 'SHA512'
  readonly encoding: 'hex' | 'base64'
  /** Oldest first, as Convoy rolls them. May be empty: such a scheme neither signs nor verifies. */
  readonly secrets: readonly SigningSecret[]
}

/** Options of {@link convoy}. */
export interface ConvoyOptions {
  readonly schemes: readonly ConvoySignatureScheme[]
  /**
   * Which signatures are accepted.
   * - `'advanced'`: `t=...,v1=...` over the timestamp and the body.
   * - `'simple'`: one bare signature over the body. Nothing limits how long it can be replayed.
   * - `'auto'`: either. **This lets an advanced signature be replayed as a simple one**: whoever records a
   *   delivery can send `timestamp,body` as the body under the bare signature, at any later time. Use it only
   *   while a project moves from simple to advanced signatures.
   * @defaultValue `'advanced'`
   */
  readonly mode?: 'advanced' | 'simple' | 'auto'
  /** The header of the signature, which a Convoy project may rename. @defaultValue `'x-convoy-signature'` */
  readonly header?: string
  /**
   * Also accepts the signature of the body's compact form. Convoy signs JSON without its white space and sends it
   * with: turn this on when genuine deliveries with white space are refused. `sign` then signs the compact form.
   * @defaultValue `false`
   */
  readonly compactJson?: boolean
}

/**
 * Convoy's simple and advanced signatures, with several schemes and several secrets each.
 *
 * It carries no event id that is always there: a receiver needs `eventId` to say where one is.
 * @see https://www.getconvoy.io/docs/product-manual/signatures
 */
export function convoy(options: ConvoyOptions): Scheme {
  refuseUnknown(options, ['schemes', 'mode', 'header', 'compactJson'], 'convoy')
  const { mode = 'advanced', header = 'x-convoy-signature' } = options
  oneOf(['advanced', 'simple', 'auto'], mode, 'convoy: mode')
  const advanced = convoyScheme(options, {
    format: { pairs: ',', signature: 'v{n}', timestamp: 't' },
    signs: '{timestamp},{body}',
  })
  if (mode === 'advanced') return advanced
  const simple = convoyScheme(options, { format: 'raw', signs: '{body}' })
  if (mode === 'simple') return simple
  return {
    ...advanced,
    readHead(request) {
      const value = readHeader(request, header.toLowerCase()) ?? ''
      return !value.includes(',') && isBare(value) ? simple.readHead(request) : advanced.readHead(request)
    },
    verify(head, rawBody, request, now) {
      return schemeOf(head.timestamp).verify(head, rawBody, request, now)
    },
    hashSignedContent(head, rawBody, request) {
      return schemeOf(head.timestamp).hashSignedContent(head, rawBody, request)
    },
  }

  function schemeOf(timestamp: string | undefined): Scheme {
    return timestamp === undefined ? simple : advanced
  }
}

function convoyScheme(
  { schemes, header = 'x-convoy-signature', compactJson: fallback = false }: ConvoyOptions,
  { format, signs }: { format: SchemeDefinition['signature']['format']; signs: string },
): Scheme {
  const compiled = compileScheme({
    name: 'convoy',
    algorithm: 'hmac-sha256',
    secret: 'utf8',
    signature: { header, format, encoding: 'hex' },
    signs,
    ...(signs.includes('{timestamp}') ? { timestamp: { from: 'signature', unit: 's' } } : {}),
    ...(fallback ? { alternativeBody: compactJson } : {}),
  })
  return signedContentScheme(compiled, convoyKeys(schemes, format === 'raw'))
}

function convoyKeys(schemes: readonly ConvoySignatureScheme[], newestFirst: boolean): SchemeKeys {
  const keys = schemes.flatMap(({ hash, encoding, secrets }, index) => {
    const label = `v${String(index + 1)}`
    if (secrets.length === 0) return []
    // Convoy lets its users choose any secret, an API key or a single letter.
    const profile = {
      scheme: `convoy ${label}`,
      form: 'utf8',
      minimumBytes: 1,
      hash: hashOf[hash],
      encoding,
      label,
    } as const
    return importSecrets(secrets, profile).map((key) => ({ ...key, keyId: `${label}.${key.keyId}` }))
  })
  if (keys.length === 0) throw new TypeError('convoy: no scheme has a secret.')
  // A bare signature is made with one secret: the last, which is the newest.
  return {
    forms: schemes.map(({ hash, encoding }) => macForm(hashOf[hash], encoding)),
    keys: newestFirst ? keys.reverse() : keys,
  }
}

const hashOf = { SHA256: 'sha256', SHA512: 'sha512' } as const
