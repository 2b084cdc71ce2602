import { randomUUID } from 'node:crypto'
import { SignatureError } from '@postern/core'

// RFC 2046, 5.1.1, without the space.
const firstLine = /^--([\w'()+,./:=?-]{1,70})\r\n/
const field = /^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$/

/** What may be said of a field, beside its name. A file has a name of its own, and so is none. */
const harmless: Readonly<Record<string, RegExp>> = {
  'content-type': /^(?:application\/json|text\/plain)(?:;[ \t]*charset="?(?:utf-8|us-ascii)"?)?$/i,
  'content-length': /^\d{1,9}$/,
  'content-transfer-encoding': /^(?:7bit|8bit|binary)$/i,
}

/**
 * Gives the bytes of the one field that a body of multipart/form-data has (RFC 7578, 4).
 * @throws SignatureError for a body that has another field, several, a file, or anything around it
 */
export function onlyField(rawBody: Uint8Array, name: string): Buffer {
  const bytes = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength)
  const text = bytes.toString('latin1')
  const [opening = refuse(), boundary = ''] = firstLine.exec(text) ?? []
  const headersEnd = text.indexOf('\r\n\r\n', opening.length)
  const start = headersEnd + 4
  // From the last line break of the headers on: a field may be empty, and the first delimiter must be the last.
  const end = text.indexOf(`\r\n--${boundary}`, start - 2)
  if (headersEnd === -1 || end < start) refuse()
  checkHeaders(text.slice(opening.length, headersEnd).split('\r\n'), name)
  const ending = text.slice(end)
  if (ending !== `\r\n--${boundary}--` && ending !== `\r\n--${boundary}--\r\n`) refuse()
  return bytes.subarray(start, end)
}

function checkHeaders(lines: readonly string[], name: string): void {
  const headers = lines.map((line) => {
    const [, header = refuse(), value = ''] = field.exec(line) ?? []
    return [header.toLowerCase(), value] as const
  })
  const names = new Set(headers.map(([header]) => header))
  if (names.size < headers.length || !names.has('content-disposition')) refuse()
  for (const [header, value] of headers) {
    const isAsItShould =
      header === 'content-disposition'
        ? new RegExp(`^form-data;[ \\t]*name="${name}"$`, 'i').test(value)
        : harmless[header]?.test(value)
    if (isAsItShould !== true) refuse()
  }
}

function refuse(): never {
  throw new SignatureError('signature_missing')
}

/** Writes a body with one field. */
export function withOnlyField(name: string, content: Uint8Array): { contentType: string; body: Buffer } {
  const boundary = `----postern-${randomUUID()}`
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(opening), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  }
}
