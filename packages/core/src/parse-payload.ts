import { isAscii } from 'node:buffer'
import { parse as parseForm } from 'node:querystring'
import { parse as parseWithoutPrototypes } from 'secure-json-parse'
import type { PayloadFormat } from './media-type.js'

// Refuses bytes that are not UTF-8, and takes a byte order mark off, as RFC 8259 lets a parser do.
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Decodes a verified body. Keys that would become a prototype when a handler merges the payload (`__proto__`,
 * `constructor.prototype`) are left out; the bytes as sent still have them.
 * @throws SyntaxError or TypeError when the bytes are not what `format` says
 */
export function parsePayload(rawBody: Buffer, format: PayloadFormat): unknown {
  if (format === 'raw') return rawBody
  const text = isAscii(rawBody) ? rawBody.toString('latin1') : utf8.decode(rawBody)
  switch (format) {
    case 'text':
      return text
    case 'form':
      return formFields(text)
    case 'json':
      return parseJson(text)
  }
}

function parseJson(text: string): unknown {
  // Both have these letters in them, unless one is written as an escape. To look for the whole takes twice as long.
  if (!text.includes('proto') && !text.includes('\\u')) return JSON.parse(text)
  return parseWithoutPrototypes(text, undefined, { protoAction: 'remove', constructorAction: 'remove' })
}

const brace = 0x7b
const bracket = 0x5b

// Behind a byte order mark and white space, which RFC 8259 lets stand.
const jsonStart = /^(?:\xef\xbb\xbf)?[ \t\r\n]*[[{]/

/**
 * Tells whether a body is JSON by its first byte, as that of every object and list is. The media type is not signed:
 * whoever replays a recording may say that its JSON is a form, and so give the same bytes another meaning.
 */
export function looksLikeJson(rawBody: Buffer): boolean {
  const first = rawBody[0]
  if (first === brace || first === bracket) return true
  return jsonStart.test(rawBody.toString('latin1', 0, 64))
}

function formFields(text: string): Record<string, string | string[] | undefined> {
  const { ['__proto__']: _ignored, ...fields } = parseForm(text, undefined, undefined, { maxKeys: 0 })
  return fields
}
