import { X509Certificate } from 'node:crypto'

/** Certificates of authorities, in PEM. */
export type Authorities = string | Buffer | readonly (string | Buffer)[]

/**
 * Gives the certificates one by one, or refuses what has none. `name` begins the message.
 * @throws TypeError, also for an empty text: Node would take it for no authorities, and trust its own
 */
export function checkAuthorities(given: Authorities, name: string): readonly string[] {
  const texts = [given].flat().map(String)
  const certificates = texts.map((text) => text.match(certificate) ?? [])
  if (
    certificates.length > 0 &&
    certificates.every((found) => found.length > 0 && found.every(isCertificate))
  )
    return certificates.flat()
  throw new TypeError(`${name} must be certificates in PEM: '-----BEGIN CERTIFICATE-----' and so on.`)
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
