import fc from 'fast-check'

/** One bit, somewhere: of text or bytes of any length. */
export const anyBit = fc.record({ position: fc.nat(), bit: fc.nat({ max: 7 }) })

/** A bit of header text, whose characters are ASCII and stay so. */
export const anyTextBit = fc.record({ position: fc.nat(), bit: fc.nat({ max: 6 }) })

/** One bit to flip, and where; the position goes round. */
export interface Bit {
  readonly position: number
  readonly bit: number
}

/** Flips one bit of a copy. */
export function altered(bytes: Uint8Array | string, { position, bit }: Bit): Buffer {
  const copy = Buffer.from(bytes as Uint8Array)
  const index = position % copy.length
  copy[index] = (copy[index] as number) ^ (1 << bit)
  return copy
}

/** Flips one bit of text between `start` and its end. */
export function alteredText(text: string, bit: Bit, start = 0): string {
  return text.slice(0, start) + altered(text.slice(start), bit).toString('latin1')
}

/** Writes the text with a byte that is not UTF-8 in the place of its first replacement character. */
export function misencoded(text: string): Buffer {
  const [before = '', ...after] = text.split('\ufffd')
  return Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after.join('\ufffd'))])
}
