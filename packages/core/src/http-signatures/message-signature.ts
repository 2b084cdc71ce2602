import type { InnerList, Parameters } from 'structured-headers'
import { SignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import { isComponentName } from './component.js'
import { fieldValue } from './field-value.js'
import { byteSequence, parseStrictDictionary } from './structured-dictionary.js'

/** A signature as a message brings it, with what it says that it covers. */
export interface MessageSignature {
  readonly input: InnerList
  /** In base64. */
  readonly signature: string
}

/** What a signature says of itself (RFC 9421, 2.3). */
export interface SignatureParameters {
  /** Epoch seconds. */
  readonly created: number
  readonly expires: number | undefined
  readonly nonce: string | undefined
  readonly keyid: string | undefined
  readonly alg: string | undefined
  readonly tag: string | undefined
}

/** More than any sender has active at once; what a flooder adds beyond costs nothing. */
const maximumSignatures = 16

/**
 * Reads the signatures of a message (RFC 9421, 4.1 and 4.2).
 * @throws SignatureError when there is none, or the two headers do not fit together
 */
export function readSignatures(request: RequestHead): readonly MessageSignature[] {
  const inputText = fieldValue(request, 'signature-input')
  const signatureText = fieldValue(request, 'signature')
  if (!inputText || !signatureText) throw new SignatureError('signature_missing')
  const inputs = parseStrictDictionary(inputText)
  const signatures = parseStrictDictionary(signatureText)
  if (inputs.size > maximumSignatures || inputs.size !== signatures.size)
    throw new SignatureError('header_malformed')
  return [...inputs].map(([label, input]) => {
    const member = signatures.get(label)
    const signature = member && byteSequence(member)
    if (signature === undefined || !isInnerList(input)) throw new SignatureError('header_malformed')
    return { input, signature }
  })
}

function isInnerList(member: readonly [unknown, Parameters]): member is InnerList {
  return Array.isArray(member[0])
}

/**
 * Gives the names of the components that a signature covers (RFC 9421, 2).
 * @throws SignatureError for what is no name, comes twice, or has parameters, none of which are supported
 */
export function coveredComponents([items]: InnerList): readonly string[] {
  const names = items.map(([name, parameters]) => {
    if (typeof name !== 'string') throw new SignatureError('header_malformed')
    if (parameters.size > 0) throw new SignatureError('signature_unsupported')
    if (!isComponentName(name))
      throw new SignatureError(name.startsWith('@') ? 'signature_unsupported' : 'header_malformed')
    return name
  })
  if (new Set(names).size < names.length) throw new SignatureError('header_malformed')
  return names
}

/**
 * Reads the parameters of a signature (RFC 9421, 2.3). `created` must be there: nothing else limits replays.
 * @throws SignatureError when one is missing or of another type
 */
export function readParameters([, parameters]: InnerList): SignatureParameters {
  const created: unknown = parameters.get('created')
  if (created === undefined) throw new SignatureError('timestamp_missing')
  if (!isInstant(created)) throw new SignatureError('timestamp_malformed')
  const expires: unknown = parameters.get('expires')
  if (expires !== undefined && !isInstant(expires)) throw new SignatureError('header_malformed')
  return {
    created,
    expires,
    nonce: textOf(parameters, 'nonce'),
    keyid: textOf(parameters, 'keyid'),
    alg: textOf(parameters, 'alg'),
    tag: textOf(parameters, 'tag'),
  }
}

function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function textOf(parameters: Parameters, name: string): string | undefined {
  const value: unknown = parameters.get(name)
  if (value !== undefined && typeof value !== 'string') throw new SignatureError('header_malformed')
  return value
}
