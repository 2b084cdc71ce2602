import type { CapturedRequest } from '../captured-request.js'
import { trimmed } from '../header-value.js'
import { CaptureError } from './capture-error.js'
import { headersOfList } from './header-list.js'

/** Reads a request as it stands on the wire (RFC 9112), with CRLF or LF. */
export function parseHttpText(capture: Uint8Array): CapturedRequest {
  const text = Buffer.from(capture).toString('latin1')
  const start = /[A-Za-z]/.exec(text)?.index ?? 0
  const end = /\r?\n\r?\n/.exec(text.slice(start))
  const headEnd = end === null ? text.length : start + end.index
  const [requestLine = '', ...lines] = text.slice(start, headEnd).split(/\r?\n/)
  const [, method, url] = /^([A-Za-z]+) (\S+) HTTP\/\d(?:\.\d)?$/.exec(requestLine.trimEnd()) ?? []
  if (method === undefined || url === undefined)
    throw new CaptureError('The first line is no request line, such as POST /path HTTP/1.1.')
  const headers = headersOfList(lines.filter((line) => line.trim() !== '').map(headerOfLine))
  const rest = end === null ? Buffer.alloc(0) : Buffer.from(capture).subarray(headEnd + end[0].length)
  return { method: method.toUpperCase(), url, headers, rawBody: bodyOf(rest, headers) }
}

function headerOfLine(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  if (colon < 1)
    throw new CaptureError(
      'A header line has no colon. An empty line stands between the headers and the body.',
    )
  return [line.slice(0, colon).trim(), trimmed(line.slice(colon + 1))]
}

/** Without what the framing, or an editor, put around it. */
function bodyOf(rest: Buffer, headers: CapturedRequest['headers']): Buffer {
  if (/\bchunked$/i.test(String(headers['transfer-encoding'] ?? ''))) return unchunked(rest) ?? rest
  const announced = String(headers['content-length'] ?? '')
  if (!/^\d{1,10}$/.test(announced) || Number(announced) >= rest.length) return rest
  const surplus = rest.subarray(Number(announced)).toString('latin1')
  // Most editors end a file with a line end.
  return /^\r?\n$/.test(surplus) ? rest.subarray(0, Number(announced)) : rest
}

/** Recorders often keep the header and hand on the body without its chunks. */
function unchunked(rest: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = rest.indexOf('\n', at)
    const [, digits] =
      /^([0-9a-fA-F]{1,8})(?:;.*)?\r?$/.exec(rest.toString('latin1', at, Math.max(at, lineEnd))) ?? []
    if (lineEnd === -1 || digits === undefined) return undefined
    const size = Number.parseInt(digits, 16)
    if (size === 0) return Buffer.concat(parts)
    const start = lineEnd + 1
    if (start + size > rest.length) return undefined
    parts.push(rest.subarray(start, start + size))
    at = start + size
    if (rest[at] === 0x0d) at += 1
    if (rest[at] !== 0x0a) return undefined
    at += 1
  }
}
