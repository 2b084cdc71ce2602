/** One token of a JSON text: `value` stands for strings, numbers and words. */
export interface JsonToken {
  readonly kind: 'string' | 'number' | 'word' | 'punctuation'
  readonly text: string
}

const pattern =
  /[ \t\r\n]+|(?<string>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<word>true|false|null)|(?<punctuation>[{}[\],:])/sy

/** Longer or deeper ones are not written anew: indented, they could become gigabytes. */
const mostCharacters = 1024 * 1024
const deepest = 64
const mostCharactersByDepth = 16 * 1024 * 1024

/**
 * Splits a JSON text, and keeps the spelling of each string and number.
 * @returns `undefined` for text that is no JSON, or too long or too deep
 */
export function jsonTokens(text: string): readonly JsonToken[] | undefined {
  if (text.length > mostCharacters) return undefined
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  const tokens: JsonToken[] = []
  const deepestHere = Math.min(deepest, mostCharactersByDepth / text.length)
  let depth = 0
  pattern.lastIndex = 0
  while (pattern.lastIndex < text.length) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) return undefined
    const mark = groups['punctuation'] ?? ''
    if ('{['.includes(mark)) depth += mark.length
    else if ('}]'.includes(mark)) depth -= 1
    if (depth > deepestHere) return undefined
    for (const kind of ['string', 'number', 'word', 'punctuation'] as const) {
      const found = groups[kind]
      if (found !== undefined) tokens.push({ kind, text: found })
    }
  }
  return tokens
}

/** White space of a JSON text: an indentation, or what stands behind commas and colons on one line. */
export type JsonLayout =
  { readonly indent: string } | { readonly afterComma: string; readonly afterColon: string }

/** Writes tokens with other white space between them. */
export function writeJson(tokens: readonly JsonToken[], layout: JsonLayout): string {
  const parts: string[] = []
  const indent = 'indent' in layout ? layout.indent : undefined
  let depth = 0
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'punctuation') {
      parts.push(text)
      continue
    }
    const isOpening = text === '{' || text === '['
    const isClosing = text === '}' || text === ']'
    if (isClosing) {
      depth -= 1
      const before = tokens[index - 1]?.text
      if (indent !== undefined && before !== '{' && before !== '[') parts.push('\n', indent.repeat(depth))
    }
    parts.push(text)
    if (isOpening) {
      depth += 1
      const next = tokens[index + 1]?.text
      if (indent !== undefined && next !== '}' && next !== ']') parts.push('\n', indent.repeat(depth))
    } else if (text === ',') {
      if (indent === undefined) parts.push('afterComma' in layout ? layout.afterComma : '')
      else parts.push('\n', indent.repeat(depth))
    } else if (text === ':') parts.push('afterColon' in layout ? layout.afterColon : ' ')
  }
  return parts.join('')
}
