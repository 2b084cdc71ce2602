import { headerOf, withHeader } from '../captured-request.js'
import { type HeaderLayout, splitSignature } from '../header-layout.js'
import type { Change, Trial } from '../trial.js'

/** Longer values are no signatures, and are not looked at. */
const longest = 4096
/** Fewer bytes are no signature. */
const shortest = 16

/** The signature in another header, without its prefix or with another, in another encoding, or in quotes. */
export function* signatureChanges({ request }: Trial, layout: HeaderLayout | undefined): Iterable<Change> {
  for (const name of Object.keys(request.headers)) {
    const value = headerOf(request, name)
    if (value === undefined || value.length > longest) continue
    if (layout?.signature === name || /sign|hmac|digest|auth/.test(name)) {
      yield* quoteChanges(request, name, value)
      if (layout !== undefined) yield* textChanges(request, name, value, layout)
    }
    if (layout !== undefined && layout.signature !== name)
      yield {
        cause: 'signature_header',
        change: `The signature stands in the header '${name}', and the scheme looks in '${layout.signature}'.`,
        request: withHeader(request, layout.signature, value),
      }
  }
}

function* quoteChanges(request: Trial['request'], name: string, value: string): Iterable<Change> {
  const bare = value.replaceAll(/["']/g, '')
  if (bare !== value)
    yield {
      cause: 'signature_quotes',
      change: `The value of the header '${name}' has quotes in it that do not belong there.`,
      request: withHeader(request, name, bare),
    }
  if (!/%[0-9A-Fa-f]{2}/.test(value)) return
  try {
    yield {
      cause: 'signature_encoding',
      change: `The value of the header '${name}' has percent escapes that do not belong there.`,
      request: withHeader(request, name, decodeURIComponent(value)),
    }
  } catch {
    // No escapes after all.
  }
}

function* textChanges(
  request: Trial['request'],
  name: string,
  value: string,
  layout: HeaderLayout,
): Iterable<Change> {
  const { prefix, token } = splitSignature(value)
  if (layout.prefix !== undefined && prefix !== layout.prefix) {
    const said = layout.prefix === '' ? 'no prefix' : `'${layout.prefix}' before it`
    const found = prefix === '' ? 'without a prefix' : 'with another prefix'
    yield {
      cause: 'signature_prefix',
      change: `The signature stands ${found} in the header '${name}', and the scheme wants ${said}.`,
      request: withHeader(request, name, layout.prefix + token),
    }
  }
  for (const encoding of ['hex', 'base64', 'base64url'] as const) {
    const bytes = Buffer.from(token, encoding)
    if (bytes.length < shortest || bytes.length !== (layout.signatureBytes ?? bytes.length)) continue
    for (const wanted of layout.encodings)
      for (const written of [bytes.toString(wanted), bytes.toString('base64url')]) {
        if (written === token) continue
        yield {
          cause: 'signature_encoding',
          change: `The signature in the header '${name}' is written in ${nameOf(token)}, and the scheme wants ${wanted}.`,
          request: withHeader(request, name, prefix + written),
        }
      }
  }
  const inner = Buffer.from(token, 'base64').toString('latin1')
  if (!/^(?:[0-9a-f]{2}){16,}$/i.test(inner)) return
  for (const wanted of layout.encodings)
    yield {
      cause: 'signature_encoding',
      change: `The signature in the header '${name}' is base64 of its hexadecimal, and the scheme wants ${wanted}.`,
      request: withHeader(request, name, prefix + Buffer.from(inner, 'hex').toString(wanted)),
    }
}

function nameOf(token: string): string {
  if (/^(?:[0-9a-f]{2})+$/i.test(token)) return 'hexadecimal'
  return /[-_]/.test(token) ? 'base64url' : 'base64'
}
