import { equalInConstantTime } from '../crypto/constant-time.js'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { isSignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import { compileTemplate } from './compile-template.js'
import type { Handshake, HandshakeValue } from './handshake.js'
import type { HandshakeAnswer, SchemeHandshake } from './scheme.js'
import { type SchemeSettings, type SignedValues } from './template-part.js'

/** A request that may be a handshake. */
export interface HandshakeRequest {
  readonly request: RequestHead
  readonly rawBody: Uint8Array | undefined
  readonly settings: SchemeSettings
  /** The key that matched, or the newest. */
  readonly key: SchemeKey | undefined
}

/** A handshake, compiled. */
export interface CompiledHandshake {
  readonly signed: boolean
  readonly method: string
  /** Whether its answer has the MAC of something. */
  readonly givesMac: boolean
  /** Answers the request if it is a handshake. */
  readonly answer: (asked: HandshakeRequest) => HandshakeAnswer | undefined
}

/** Compiles the handshakes of a scheme. */
export function compileHandshakes(
  given: Handshake | readonly Handshake[] | undefined,
  name: string,
): readonly CompiledHandshake[] {
  return [given ?? []].flat().map((handshake) => compileHandshake(handshake, name))
}

/** Gives the handshakes of a scheme with its secrets. */
export function bindHandshakes(
  handshakes: readonly CompiledHandshake[],
  keys: readonly SchemeKey[] | undefined,
  settings: SchemeSettings,
): readonly SchemeHandshake[] {
  return handshakes.map(({ signed, method, answer }) => ({
    signed,
    method,
    answer: (request, rawBody, keyId) => {
      const now = Date.now()
      const key = keys?.find((key) =>
        keyId === undefined ? key.sign !== undefined && isInForce(key, now) : key.keyId === keyId,
      )
      return answer({ request, rawBody, settings, key })
    },
  }))
}

/** What a handshake without a signature may look at, and answer with. */
const partsOfHead: readonly string[] = ['query', 'header', 'param', 'method', 'path', 'target', 'url']

function compileHandshake({ signed = true, method = 'POST', when, answer }: Handshake, name: string) {
  const compile = (text: string) => {
    const template = compileTemplate(text)
    const ofBody = [...template.names].find((part) => !partsOfHead.includes(part))
    if (!signed && ofBody !== undefined)
      throw new TypeError(
        `${name}: a handshake without a signature knows the head alone, and not {${ofBody}}.`,
      )
    return template
  }
  const conditions = Object.entries(when).map(([placeholder, wanted]) => ({
    read: compile(`{${placeholder}}`).prefix,
    wanted:
      typeof wanted === 'string'
        ? compile(wanted).prefix
        : // With either of these flags a pattern remembers where it was.
          wanted instanceof RegExp
          ? new RegExp(wanted.source, wanted.flags.replace(/[gy]/g, ''))
          : wanted,
  }))
  const { status = 200 } = answer
  const headers = Object.entries(answer.headers ?? {}).map(
    ([key, text]) => [key.toLowerCase(), compile(text)] as const,
  )
  for (const value of [answer.text, ...Object.values(answer.json ?? {})])
    if (value !== undefined && typeof value !== 'number')
      compile(typeof value === 'string' ? value : value.mac)
  const text = compileMember(['', answer.text ?? ''])
  const json = answer.json === undefined ? undefined : Object.entries(answer.json).map(compileMember)
  const macs = [answer.text, ...Object.values(answer.json ?? {})].flatMap((value) =>
    typeof value === 'object' ? [compileTemplate(value.mac).prefix] : [],
  )

  function isAsked(values: SignedValues): boolean {
    return conditions.every(({ read, wanted }) => {
      const found = read(values)
      if (wanted === true) return found !== ''
      if (wanted instanceof RegExp) return wanted.test(found)
      return (
        found !== '' &&
        equalInConstantTime(typeof wanted === 'number' ? String(wanted) : wanted(values), found)
      )
    })
  }

  /** Whoever gets the MAC of a text of their choice has the signature of a delivery: so it must be no body. */
  function isHarmless(values: SignedValues): boolean {
    return signed || macs.every((textOf) => isNoBody(textOf(values)))
  }

  return {
    signed,
    method,
    givesMac: macs.length > 0,
    answer: ({ request, rawBody, settings, key }: HandshakeRequest): HandshakeAnswer | undefined => {
      const values = { id: undefined, timestamp: undefined, request, rawBody, settings }
      if (!isAskedSafely(isAsked, values) || !isHarmless(values)) return undefined
      // The secrets of a tenant are not known before there is a signature.
      if (macs.length > 0 && key === undefined) return undefined
      const sent = headers.map(([name, template]) => [name, headerText(template.prefix(values))] as const)
      if (json === undefined) {
        const body = String(text.read(values, key))
        return { status, headers: { ...(body === '' ? {} : plainText), ...Object.fromEntries(sent) }, body }
      }
      const members = json.map(({ name, read }) => [name, read(values, key)] as const)
      return {
        status,
        headers: { 'content-type': 'application/json', ...Object.fromEntries(sent) },
        body: JSON.stringify(Object.fromEntries(members)),
      }
    },
  }
}

// What it echoes is anyone's text, and must never run as a page.
const plainText = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }

function isAskedSafely(isAsked: (values: SignedValues) => boolean, values: SignedValues): boolean {
  try {
    return isAsked(values)
  } catch (error) {
    // A header or a parameter that came twice, or no JSON.
    if (isSignatureError(error)) return false
    throw error
  }
}

/** Numbers and words such as `true` are JSON too. */
function isNoBody(text: string): boolean {
  if (!/^[\w-]{1,128}$/.test(text)) return false
  try {
    JSON.parse(text)
    return false
  } catch {
    return true
  }
}

interface Member {
  readonly name: string
  readonly read: (values: SignedValues, key: SchemeKey | undefined) => string | number
}

function compileMember([name, value]: readonly [string, HandshakeValue]): Member {
  if (typeof value === 'number') return { name, read: () => value }
  if (typeof value === 'string') {
    const template = compileTemplate(value)
    return { name, read: (values) => utf8Of(template.prefix(values)) }
  }
  const template = compileTemplate(value.mac)
  return {
    name,
    read: (values, key) => {
      const mac = key?.sign?.(template.prefix(values), nothing, '')
      if (key === undefined || mac === undefined)
        throw new TypeError(`The answer to a handshake needs a secret in force.`)
      return (value.prefix ?? '').replace('{keyId}', key.keyId) + mac
    },
  }
}

const nothing = Buffer.alloc(0)

function utf8Of(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** No line break reaches a header of an answer. */
function headerText(text: string): string {
  return /^[\x20-\x7e\x80-\xff]*$/.test(text) ? text : ''
}
