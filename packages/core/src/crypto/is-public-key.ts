import { createPublicKey, X509Certificate } from 'node:crypto'

/** Tells whether bytes are a key of a pair, which anyone may know: they must never be a shared secret. */
export function isPublicKey(given: Uint8Array): boolean {
  const bytes = Buffer.from(given)
  const readings = [
    () => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(bytes),
  ]
  return bytes.includes('-----BEGIN') || readings.some(succeeds)
}

function succeeds(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
