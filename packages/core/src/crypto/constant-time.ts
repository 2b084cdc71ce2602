import { timingSafeEqual } from 'node:crypto'

// One pair of buffers for each length that occurs (a handful: the lengths of encoded digests), so that a comparison allocates nothing.
const pairs = new Map<number, readonly [Buffer, Buffer]>()

/**
 * Compares two texts of ASCII characters, in a time that depends on their length alone.
 * The caller makes sure that `candidate` has no character beyond ASCII.
 */
export function equalInConstantTime(expected: string, candidate: string): boolean {
  const { length } = expected
  if (candidate.length !== length) return false
  let pair = pairs.get(length)
  if (pair === undefined) {
    pair = [Buffer.alloc(length), Buffer.alloc(length)]
    pairs.set(length, pair)
  }
  pair[0].write(expected, 'latin1')
  pair[1].write(candidate, 'latin1')
  return timingSafeEqual(pair[0], pair[1])
}
