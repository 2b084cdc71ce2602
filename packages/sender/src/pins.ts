import { createHash, type X509Certificate } from 'node:crypto'

/** The form that `Public-Key-Pins` had, with a slash: `sha256/` and the base64 of 32 bytes. */
const pinPattern = /^sha256\/[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/

/**
 * Gives the pins back in order, or refuses what are none. `name` begins the message.
 * @throws TypeError unless there are two different ones at least, as a lost key would be a lost destination
 */
export function checkPins(pins: readonly string[], name: string): readonly string[] {
  const isList = Array.isArray(pins)
  if (!isList || !pins.every((pin: string) => pinPattern.test(pin)))
    throw new TypeError(
      `${name} must be a list of 'sha256/' and the base64 of a SHA-256, which is 44 characters.`,
    )
  const different = [...new Set<string>(pins)].sort()
  if (different.length >= 2) return different
  throw new TypeError(
    `${name} must have two different pins at least: one of the key in use, and one of a backup key that is kept elsewhere.`,
  )
}

/**
 * Gives the pin of a certificate: of its SubjectPublicKeyInfo, so that a renewed certificate of the same key has it.
 * @see RFC 7469, 2.4 (SPKI fingerprints)
 */
export function pinOf(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return `sha256/${createHash('sha256').update(spki).digest('base64')}`
}
