import type { EcdsaForm } from '../crypto/pair-signature.js'
import type { SecretForm } from '../crypto/secret-form.js'
import type { SignatureEncoding } from '../crypto/signature-encoding.js'
import { compilePath } from '../json-path.js'
import type { PairAlgorithm, SecretAlgorithm } from '../keys/key-algorithm.js'
import type { PayloadFormat } from '../media-type.js'
import { refuseUnknown } from '../check-option.js'
import { compileTemplate, type Template } from './compile-template.js'
import type { Handshake } from './scheme.js'
import { compileSignatureHeader, type SignatureFormat, type SignatureHeader } from './signature-header.js'
import type { TimestampUnit } from './timestamp.js'
import { headerOf, listSources, pathOf, type ValueSource } from './value-source.js'

/** What a scheme is defined with: a MAC with a shared secret, or a signature by a pair of keys. */
export type SchemeAlgorithm = SecretAlgorithm | PairAlgorithm

/** A scheme as data: what is signed, with which algorithm, and where it stands in the request. */
export type SchemeDefinition = SecretSchemeDefinition | PairSchemeDefinition

/** A scheme with shared secrets. */
export interface SecretSchemeDefinition extends SignedContentDefinition {
  readonly algorithm: SecretAlgorithm
  /** How the text of a secret becomes a key. */
  readonly secret: SecretForm
  /**
   * The fewest bytes that a secret may have.
   * @defaultValue 8 for `utf8`, which people choose, and 16 for the forms that machines make
   */
  readonly minimumSecretBytes?: number
}

/** A scheme with pairs of keys: the sender has the private ones, receivers the public ones. */
export interface PairSchemeDefinition extends SignedContentDefinition {
  readonly algorithm: PairAlgorithm
  /** How the two numbers of an ECDSA signature are written. @defaultValue `'der'` */
  readonly ecdsa?: EcdsaForm
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
  readonly signature: {
    readonly header: string
    readonly format: SignatureFormat
    readonly encoding: SignatureEncoding
  }
  /** The signed content: `{id}`, `{timestamp}`, `{body}` and literal text. `{body}` stands in it once. */
  readonly signs: string
  /** Where the timestamp stands; needed when `signs` names it. `'signature'` is a pair in the signature header. */
  readonly timestamp?: {
    readonly from: 'signature' | { readonly header: string }
    readonly unit: TimestampUnit
  }
  /** Where the event id and the event type stand. Of several sources the first that is there counts. */
  readonly event?: {
    readonly id?: ValueSource | readonly ValueSource[]
    readonly type?: ValueSource | readonly ValueSource[]
  }
  /**
   * The formats that the sender uses. The media type is not signed, so with `parse: 'auto'` any other is refused:
   * a recording must not be read as something else. @defaultValue any
   */
  readonly formats?: readonly PayloadFormat[]
  /** A request that the receiver answers by itself, once it is verified. */
  readonly handshake?: Handshake
  /** Another form of the body that senders may have signed; tried when the bytes as sent do not verify. `sign` uses it. */
  readonly alternativeBody?: (rawBody: Uint8Array) => Uint8Array
}

/** A definition whose templates and headers are compiled. */
export interface CompiledScheme extends SignedContentDefinition {
  readonly template: Template
  readonly header: SignatureHeader
}

const definitionKeys = [
  'name',
  'algorithm',
  'families',
  'signature',
  'signs',
  'timestamp',
  'event',
  'handshake',
  'formats',
  'alternativeBody',
] as const satisfies readonly (keyof SchemeDefinition)[]
const secretKeys = [
  'secret',
  'minimumSecretBytes',
] as const satisfies readonly (keyof SecretSchemeDefinition)[]
const pairKeys = ['ecdsa'] as const satisfies readonly (keyof PairSchemeDefinition)[]

/**
 * Compiles a definition.
 * @throws TypeError when it contradicts itself
 */
export function compileScheme(definition: SchemeDefinition): CompiledScheme {
  const { name, algorithm, signs, signature, timestamp, event, handshake } = definition
  const ofAlgorithm = algorithm.startsWith('hmac-') ? secretKeys : pairKeys
  refuseUnknown(definition, [...definitionKeys, ...ofAlgorithm], `defineScheme(${name})`)
  const template = compileTemplate(signs)
  const header = compileSignatureHeader(signature.format)
  if (template.names.has('timestamp') !== (timestamp !== undefined)) {
    throw new TypeError(
      `${name}: a timestamp is either named by both 'signs' and 'timestamp', or by neither.`,
    )
  }
  if (header.carriesTimestamp !== (timestamp?.from === 'signature')) {
    throw new TypeError(
      `${name}: the timestamp comes from 'signature' if and only if the header format has one.`,
    )
  }
  if (template.names.has('id') && !listSources(event?.id).some((source) => headerOf(source) !== undefined)) {
    throw new TypeError(`${name}: 'signs' names {id}, so 'event.id' must be a header.`)
  }
  if (definition.families?.length === 0) throw new TypeError(`${name}: 'families' is empty.`)
  const sources = [...listSources(event?.id), ...listSources(event?.type)].map(pathOf)
  for (const path of [...sources, handshake?.when.path, handshake?.echo])
    if (path !== undefined) compilePath(path)
  return { ...definition, template, header }
}
