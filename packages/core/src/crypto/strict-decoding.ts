/** Decodes base64 (RFC 4648, 4), or gives `undefined` for what `Buffer.from` would silently drop. Padding may be left out. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  const canonical = bytes.toString('base64')
  return text === canonical || text === canonical.replace(/=+$/, '') ? bytes : undefined
}

/** Decodes base64url without padding (RFC 4648, 5), or gives `undefined` for anything else. */
export function decodeBase64Url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return text === bytes.toString('base64url') ? bytes : undefined
}

/** Decodes hexadecimal digits in either case, or gives `undefined` for anything else. */
export function decodeHex(text: string): Buffer | undefined {
  return text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text) ? Buffer.from(text, 'hex') : undefined
}
