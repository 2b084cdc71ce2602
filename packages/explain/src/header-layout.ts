import { randomBytes } from 'node:crypto'
import type { Scheme } from '@postern/core'
import { asReceived, type CapturedRequest } from './captured-request.js'

/** In which headers a scheme has what, found out by signing with a key that is thrown away with the result. */
export interface HeaderLayout {
  readonly signature: string
  /** What stands before the signature, without a timestamp in it. */
  readonly prefix: string
  readonly encoding: 'hex' | 'base64'
  readonly signatureBytes: number
  readonly timestamp: string | undefined
  readonly id: string | undefined
}

const instant = 1_700_000_000_000

/**
 * Signs made-up deliveries, and sees which headers change with what.
 * @returns `undefined` for a scheme that cannot sign here, or whose signature stands elsewhere
 */
export function headerLayout(scheme: Scheme, request: CapturedRequest): HeaderLayout | undefined {
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
      encoding,
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

/** Parts the text of one signature: what stands before it, and the signature. */
export function splitSignature(text: string): { readonly prefix: string; readonly token: string } {
  let start = text.length
  while (start > 0 && text[start - 1] === '=') start -= 1
  if (text.length - start > 2) return { prefix: text, token: '' }
  while (start > 0 && /[A-Za-z0-9+/_-]/.test(text[start - 1] ?? '')) start -= 1
  return { prefix: text.slice(0, start), token: text.slice(start) }
}
