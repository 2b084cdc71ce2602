import { randomBytes } from 'node:crypto'
import type { Scheme } from '@postern/core'
import { asReceived, type CapturedRequest } from './captured-request.js'

/** In which headers a scheme has what. */
export interface HeaderLayout {
  readonly signature: string
  /** What stands before the signature, without a timestamp in it; `undefined` where that is not known. */
  readonly prefix: string | undefined
  /** The encodings that it may have. */
  readonly encodings: readonly ('hex' | 'base64')[]
  /** `undefined` where any length may be right. */
  readonly signatureBytes: number | undefined
  readonly timestamp: string | undefined
  readonly id: string | undefined
}

const instant = 1_700_000_000_000

/** Finds out in which headers a scheme has what; `undefined` for one whose signature stands elsewhere. */
export function headerLayout(scheme: Scheme, request: CapturedRequest): HeaderLayout | undefined {
  return layoutOfSigning(scheme, request) ?? layoutOfReading(scheme, request)
}

/** Signs made-up deliveries, and sees which headers change with what. The signatures are thrown away. */
function layoutOfSigning(scheme: Scheme, request: CapturedRequest): HeaderLayout | undefined {
  const received = asReceived(request)
  const headers = Object.fromEntries(
    Object.entries(received.headers).map(([name, value]) => [name, String(value)]),
  )
  const url = `https://example.com${received.url}`
  const sign = (id: string, sentAt: number, body: string) => scheme.sign({ id, sentAt, body, url, headers })
  try {
    const [one, two] = [randomBytes(8), randomBytes(8)].map((bytes) =>
      JSON.stringify({ is: bytes.toString('hex') }),
    )
    const base = sign('id1', instant, String(one))
    const signature = changed(base, sign('id1', instant, String(two)))[0]
    if (signature === undefined) return undefined
    const timestamp = changed(base, sign('id1', instant + 86_400_000, String(one))).find(
      (name) => name !== signature,
    )
    const id = changed(base, sign('id2', instant, String(one))).find((name) => name !== signature)
    const { prefix, token } = splitSignature(base[signature] ?? '')
    const isHex = /^(?:[0-9a-f]{2})+$/i.test(token)
    const encoding = isHex ? 'hex' : 'base64'
    return {
      signature,
      prefix: prefix.includes(String(instant / 1000)) ? '' : prefix,
      encodings: [encoding],
      signatureBytes: Buffer.from(token, encoding).length,
      timestamp,
      id,
    }
  } catch {
    return undefined
  }
}

function changed(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): string[] {
  return Object.keys(one).filter((name) => one[name] !== other[name])
}

/** Of a scheme that cannot sign here, as a public key cannot: the headers that it asks for in vain, one by one. */
function layoutOfReading(scheme: Scheme, request: CapturedRequest): HeaderLayout | undefined {
  const given: Record<string, string> = {}
  const asked = new Map<string, string>()
  for (let count = 0; count < 3; count += 1) {
    const missing = missedHeader(scheme, { ...request, headers: given })
    if (missing === undefined || asked.has(missing.reason)) break
    asked.set(missing.reason, missing.name)
    given[missing.name] = String(instant / 1000)
  }
  const signature = asked.get('signature_missing')
  if (signature === undefined) return undefined
  return {
    signature,
    prefix: undefined,
    encodings: ['hex', 'base64'],
    signatureBytes: undefined,
    timestamp: asked.get('timestamp_missing'),
    id: asked.get('id_missing'),
  }
}

/** The last header that a scheme looked for before it gave up, and what it says. */
function missedHeader(
  scheme: Scheme,
  request: CapturedRequest,
): { readonly name: string; readonly reason: string } | undefined {
  let name: string | undefined
  const headers = new Proxy(request.headers, {
    get(known, key) {
      if (typeof key === 'string' && key.includes('-') && !(key in known)) name = key
      return Reflect.get(known, key) as unknown
    },
  })
  try {
    scheme.readHead({ ...request, headers })
    return undefined
  } catch (error) {
    const { reason } = error as { reason?: unknown }
    return name === undefined || typeof reason !== 'string' ? undefined : { name, reason }
  }
}

/** Parts the text of one signature: what stands before it, and the signature. */
export function splitSignature(text: string): { readonly prefix: string; readonly token: string } {
  let start = text.length
  while (start > 0 && text[start - 1] === '=') start -= 1
  if (text.length - start > 2) return { prefix: text, token: '' }
  while (start > 0 && /[A-Za-z0-9+/_-]/.test(text[start - 1] ?? '')) start -= 1
  return { prefix: text.slice(0, start), token: text.slice(start) }
}
