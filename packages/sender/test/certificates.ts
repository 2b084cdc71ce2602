import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A certificate with its key, in PEM. */
export interface Certified {
  readonly cert: string
  readonly key: string
  readonly certificate: X509Certificate
}

/** A certificate authority of a test, and what it signs. */
export interface Authority {
  readonly cert: string
  /** @param keyType - as `openssl genpkey` writes it, with its options */
  issue(keyType: readonly string[], name?: string): Certified
  /** Makes another certificate of the same key. */
  renew(certified: Certified): Certified
}

/** Kinds of keys that certificates have. */
export const keyTypes = {
  rsa: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  'P-256': ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  ed25519: ['ED25519'],
} as const

/** Makes a certificate authority with the command line of OpenSSL. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'postern-sender-'))
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  const path = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
  openssl('genpkey', '-algorithm', ...keyTypes['P-256'], '-out', path('ca.key'))
  openssl(
    ...['req', '-x509', '-new', '-key', path('ca.key'), '-out', path('ca.pem'), '-days', '30'],
    ...['-subj', '/CN=Authority of a test', '-addext', 'keyUsage=critical,keyCertSign'],
  )
  let issued = 0
  function certify(key: string, name: string): Certified {
    issued += 1
    const own = (extension: string) => path(`${issued}.${extension}`)
    writeFileSync(own('key'), key)
    openssl('req', '-new', '-key', own('key'), '-out', own('csr'), '-subj', `/CN=${name}`)
    writeFileSync(own('ext'), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`)
    openssl(
      ...['x509', '-req', '-in', own('csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key')],
      ...['-CAcreateserial', '-days', '30', '-extfile', own('ext'), '-out', own('pem')],
    )
    const cert = readFileSync(own('pem'), 'utf8')
    return { cert, key, certificate: new X509Certificate(cert) }
  }
  return {
    cert: readFileSync(path('ca.pem'), 'utf8'),
    issue: (keyType, name = 'hooks.example') =>
      certify(openssl('genpkey', '-algorithm', ...keyType).toString(), name),
    renew: ({ key }) => certify(key, 'hooks.example'),
  }
}
