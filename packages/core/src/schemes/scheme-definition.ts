import type { EcdsaForm } from '../crypto/pair-signature.js'
import type { SecretForm } from '../crypto/secret-form.js'
import type { SignatureEncoding } from '../crypto/signature-encoding.js'
import { compilePath } from '../json-path.js'
import type { PairAlgorithm, SecretAlgorithm } from '../keys/key-algorithm.js'
import type { KeyFormat } from '../keys/key-material.js'
import type { PayloadFormat } from '../media-type.js'
import { refuseUnknown } from '../check-option.js'
import { compileTemplate, type Template } from './compile-template.js'
import { compileHandshakes, type CompiledHandshake, type Handshake } from './handshake.js'
import { compileFormat, type SignatureFormat } from './signature-format/signature-format.js'
import type { SignatureText } from './signature-format/signature-text.js'
import { isInBody, type RequestSource, type SignatureLocation } from './signature-location.js'
import type { SignedValues } from './template-part.js'
import type { TimestampUnit } from './timestamp.js'
import { headerOf, listSources, pathOf, type ValueSource } from './value-source.js'

/** A plain hash of the secret and what is signed, of providers that have no MAC. */
export type HashAlgorithm = 'md5' | 'sha1' | 'sha256'

/** What a scheme is defined with: a MAC with a shared secret, a hash with it, or a signature by a pair of keys. */
export type SchemeAlgorithm = SecretAlgorithm | HashAlgorithm | PairAlgorithm

/** A scheme as data: what is signed, with which algorithm, and where it stands in the request. */
export type SchemeDefinition = SecretSchemeDefinition | PairSchemeDefinition

/** A scheme with shared secrets. */
export interface SecretSchemeDefinition extends SignedContentDefinition {
  /** A plain hash needs `{secret}` at the start or the end of `signs`. */
  readonly algorithm: SecretAlgorithm | HashAlgorithm
  /** How the text of a secret becomes a key. */
  readonly secret: SecretForm
  /**
   * The fewest bytes that a secret may have.
   * @defaultValue 8 for text, which people choose, and 16 for the forms that machines make
   */
  readonly minimumSecretBytes?: number
  /** What operators should look at when a signature does not match: which secrets of the provider are mistaken for this one. */
  readonly secretHint?: string
  /** How the provider's secrets look. Another one is taken, and mentioned when a signature does not match. */
  readonly secretPattern?: RegExp
}

/** A scheme with pairs of keys: the sender has the private ones, receivers the public ones. */
export interface PairSchemeDefinition extends SignedContentDefinition {
  readonly algorithm: PairAlgorithm
  /** How the two numbers of an ECDSA signature are written. @defaultValue `'der'` */
  readonly ecdsa?: EcdsaForm
  /** How keys are given that are text and no PEM. @defaultValue each says its `format` */
  readonly keyFormat?: KeyFormat
}

/** What schemes of all algorithms have. */
export interface SignedContentDefinition {
  /** Names the scheme in messages and events, and is the default `source` of a receiver. */
  readonly name: string
  /**
   * Names that `{family}` stands for in header names, for senders that use one of several sets of headers. All
   * headers of a request are taken from the first family whose signature header is there.
   */
  readonly families?: readonly string[]
  readonly signature: SignatureLocation & {
    readonly format: SignatureFormat
    readonly encoding: SignatureEncoding
  }
  /**
   * The signed content, of literal text and placeholders. `{body}` is the bytes as sent, and stands in it once at
   * most; `{id}` and `{timestamp}` are what `event.id` and `timestamp` say. Of the request: `{method}`, `{url}`,
   * `{path}`, `{target}` (path and query), `{header:x-name}`, `{query:name}`; of the text of the signature:
   * `{signature:key}`, `{headersNamedBy:key}`; of the body, before it is verified: `{form:name}`, `{json:$.path}`,
   * `{sortedForm}`, `{sha256}`, `{crc32}`. `{param:name}` is an option of the scheme, and `{secret}` the secret. What
   * is in square brackets is left out where its value is missing. A function is for the few that none of this can say.
   */
  readonly signs: string | ((content: ContentRequest) => Uint8Array | string)
  /** What the user of the scheme gives beside the secrets; each is `{param:name}`. */
  readonly params?: readonly string[]
  /** Where the timestamp stands. `'signature'` is in the text of the signature. It must be part of what is signed. */
  readonly timestamp?: {
    readonly from: 'signature' | RequestSource
    readonly unit: TimestampUnit
    /** What the provider says of how old a delivery may be, in ms. @defaultValue what the receiver says */
    readonly toleranceMs?: number
  }
  /** The header that names the key, among keys that have an id of their own. */
  readonly keyId?: { readonly header: string }
  /** Where the event id and the event type stand. Of several sources the first that is there counts. */
  readonly event?: {
    readonly id?: ValueSource | readonly ValueSource[]
    readonly type?: ValueSource | readonly ValueSource[]
  }
  /** `false` says that the signature does not cover the body: whoever has seen one delivery can send another payload with it. */
  readonly bodySigned?: boolean
  /**
   * The formats that the sender uses. The media type is not signed, so with `parse: 'auto'` any other is refused:
   * a recording must not be read as something else. @defaultValue any
   */
  readonly formats?: readonly PayloadFormat[]
  /** Requests that the receiver answers by itself. */
  readonly handshake?: Handshake | readonly Handshake[]
  /** How long the sender tries again, in ms: deliveries are remembered for as long at least. */
  readonly retryWindowMs?: number
  /** Another form of the body that senders may have signed; tried when the bytes as sent do not verify. `sign` uses it. */
  readonly alternativeBody?: (rawBody: Uint8Array) => Uint8Array
}

/** What a function of signed content gets. Nothing of it is verified yet. */
export interface ContentRequest {
  readonly rawBody: Uint8Array
  readonly timestamp: string | undefined
  readonly id: string | undefined
  /** Reads a placeholder of `signs`, such as `header:x-name`; each character is one byte. */
  readonly value: (placeholder: string) => string
}

/** A definition whose templates and texts are compiled. */
export interface CompiledScheme extends Omit<SignedContentDefinition, 'handshake'> {
  readonly template: Template
  readonly text: SignatureText
  readonly handshakes: readonly CompiledHandshake[]
  /** Whether the signature, or the timestamp, can be read only with the body. */
  readonly readsBody: boolean
}

const definitionKeys = [
  'name',
  'algorithm',
  'families',
  'signature',
  'signs',
  'params',
  'timestamp',
  'keyId',
  'event',
  'bodySigned',
  'handshake',
  'formats',
  'retryWindowMs',
  'alternativeBody',
] as const satisfies readonly (keyof SchemeDefinition)[]
const secretKeys = [
  'secret',
  'minimumSecretBytes',
  'secretHint',
  'secretPattern',
] as const satisfies readonly (keyof SecretSchemeDefinition)[]
const pairKeys = ['ecdsa', 'keyFormat'] as const satisfies readonly (keyof PairSchemeDefinition)[]

/**
 * Compiles a definition.
 * @throws TypeError when it contradicts itself
 */
export function compileScheme(definition: SchemeDefinition): CompiledScheme {
  const { name, signs, signature, timestamp, event, params = [] } = definition
  refuseUnknown(
    definition,
    [...definitionKeys, ...('secret' in definition ? secretKeys : pairKeys)],
    `defineScheme(${name})`,
  )
  const template = typeof signs === 'string' ? compileTemplate(signs) : contentTemplate(signs)
  const { names } = template
  const keepsPairs = typeof signs === 'function' || names.has('signature') || names.has('headersNamedBy')
  const text = compileFormat(signature.format, keepsPairs)
  checkTimestamp(definition, template, text)
  checkCoverage(definition, template)
  if (template.names.has('id') && !listSources(event?.id).some((source) => headerOf(source) !== undefined)) {
    throw new TypeError(`${name}: 'signs' names {id}, so 'event.id' must be a header.`)
  }
  const unknown = template.params.find((param) => !params.includes(param))
  if (unknown !== undefined) throw new TypeError(`${name}: 'signs' names ${unknown}, which is no param.`)
  if (definition.families?.length === 0) throw new TypeError(`${name}: 'families' is empty.`)
  for (const source of [...listSources(event?.id), ...listSources(event?.type)]) {
    const path = pathOf(source)
    if (path !== undefined) compilePath(path)
  }
  const { handshake, ...rest } = definition
  const handshakes = compileHandshakes(handshake, name)
  checkMacs(definition, template, handshakes)
  const stampInBody = typeof timestamp?.from === 'object' && isInBody(timestamp.from)
  return {
    ...rest,
    template,
    text,
    handshakes,
    readsBody: isInBody(signature) || (stampInBody && template.names.has('timestamp')),
  }
}

function checkTimestamp(
  { name, timestamp, signs }: SchemeDefinition,
  { names, coversBody }: Template,
  { carriesTimestamp }: SignatureText,
): void {
  if (typeof signs === 'string') {
    const isInSignedBody = typeof timestamp?.from === 'object' && isInBody(timestamp.from) && coversBody
    if (!isInSignedBody && names.has('timestamp') !== (timestamp !== undefined)) {
      throw new TypeError(
        `${name}: a timestamp is either named by both 'signs' and 'timestamp', or by neither.`,
      )
    }
  }
  if (carriesTimestamp !== (timestamp?.from === 'signature')) {
    throw new TypeError(
      `${name}: the timestamp comes from 'signature' if and only if the header format has one.`,
    )
  }
}

function checkCoverage({ name, bodySigned, signs, algorithm }: SchemeDefinition, template: Template): void {
  if (typeof signs === 'string' && template.coversBody === (bodySigned === false)) {
    throw new TypeError(
      template.coversBody
        ? `${name}: 'signs' covers the body, so 'bodySigned' is true.`
        : `'${signs}' has no {body}: it would leave the payload unsigned. Say so with bodySigned: false.`,
    )
  }
  const isPlainHash = /^(md5|sha1|sha256)$/.test(algorithm)
  if (isPlainHash !== (template.secretAt !== undefined))
    throw new TypeError(`${name}: {secret} stands in 'signs' if and only if the algorithm is a plain hash.`)
}

/** The MAC of a word is given to anyone: so no word may be all that is signed of a delivery. */
function checkMacs(
  { name, formats }: SchemeDefinition,
  { hasBody }: Template,
  handshakes: readonly CompiledHandshake[],
): void {
  const isJson = formats?.every((format) => format === 'json') === true
  if (handshakes.every(({ signed, givesMac }) => signed || !givesMac) || (hasBody && isJson)) return
  throw new TypeError(
    `${name}: a handshake without a signature gives a MAC only where {body} is signed and formats is ['json'].`,
  )
}

/** What a function gives is signed as it is. */
function contentTemplate(signs: (content: ContentRequest) => Uint8Array | string): Template {
  const reader = compileTemplate('')
  return {
    ...reader,
    isOfHead: false,
    coversBody: true,
    prefix: (values: SignedValues) => {
      const content = signs({
        rawBody: values.rawBody ?? Buffer.alloc(0),
        timestamp: values.timestamp,
        id: values.id,
        value: (placeholder) => compileTemplate(`{${placeholder}}`).prefix(values),
      })
      return Buffer.from(content as string).toString('latin1')
    },
  }
}
