import { compilePath } from '../json-path.js'
import { refuseUnknown } from '../check-option.js'
import { compileHandshakes, type CompiledHandshake } from './compile-handshake.js'
import { compileTemplate, type Template } from './compile-template.js'
import type {
  ContentRequest,
  PairSchemeDefinition,
  SchemeDefinition,
  SecretSchemeDefinition,
  SignedContentDefinition,
} from './scheme-definition.js'
import { compileFormat } from './signature-format/signature-format.js'
import type { SignatureText } from './signature-format/signature-text.js'
import { isInBody } from './signature-location.js'
import type { SignedValues } from './template-part.js'
import { headerOf, listSources, pathOf } from './value-source.js'

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
