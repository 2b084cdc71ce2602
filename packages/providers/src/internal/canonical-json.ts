const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Writes a JSON text in its canonical form (RFC 8785): no white space, the names of each object in the order of
 * their UTF-16 code units, numbers and text as ECMAScript writes them. What is no JSON is given back as it is.
 */
export function canonicalJson(text: Uint8Array): Uint8Array {
  try {
    return Buffer.from(write(JSON.parse(utf8.decode(text))), 'utf8')
  } catch {
    // What is nested too deeply, or has numbers that are too large, counts as none.
    return text
  }
}

function write(value: unknown): string {
  // As JSON it would be null, and so another could take the place of a null that was signed.
  if (value === Infinity || value === -Infinity) throw new RangeError('The number is too large.')
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join(',')}}`
}
