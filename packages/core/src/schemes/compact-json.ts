const quote = 0x22
const backslash = 0x5c
const isWhiteSpace = new Set([0x20, 0x09, 0x0a, 0x0d])

/**
 * Takes the white space between the tokens of a JSON text, byte by byte, and leaves every other byte as it is:
 * numbers, escapes and the order of keys stay as they were written.
 */
export function compactJson(text: Uint8Array): Uint8Array {
  const compact = Buffer.allocUnsafe(text.length)
  let length = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const byte = text[index] as number
    if (!inString && isWhiteSpace.has(byte)) continue
    compact[length++] = byte
    if (byte === quote) inString = !inString
    else if (byte === backslash && inString && index + 1 < text.length)
      compact[length++] = text[++index] as number
  }
  return compact.subarray(0, length)
}
