const unitBytes: Record<string, number> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 }

/**
 * Reads a size: bytes, or text such as `'512kb'` as body-parser and Fastify users write it.
 * @throws TypeError that begins with `place`
 */
export function parseByteSize(size: number | string, place: string): number {
  const [, digits, unit = 'b'] = /^(\d+(?:\.\d+)?) *(b|kb|mb|gb)?$/i.exec(String(size)) ?? []
  const bytes = Math.floor(Number(digits) * (unitBytes[unit.toLowerCase()] ?? NaN))
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes
  throw new TypeError(
    `${place} must be a number of bytes above 0, or text such as '1mb', and is ${String(size)}.`,
  )
}
