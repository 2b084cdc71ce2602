import { hash } from 'node:crypto'
import { decodeBase64, decodeHex } from './strict-decoding.js'

/**
 * How the text of a signing secret becomes the bytes of a key: as it is (`utf8`), decoded (`base64`, `hex`), or
 * decoded from base64 after an optional `whsec_` (`whsec`, as Standard Webhooks and Svix have it), hashed (`sha1`,
 * `sha256`), or brought into one spelling (`nfkd`).
 */
export type SecretForm = 'utf8' | 'base64' | 'hex' | 'whsec' | 'sha1' | 'sha256' | 'nfkd'

/** Reads a secret into bytes. `place` begins the message of the `TypeError` when it is not in its form. */
export function decodeSecret(secret: string | Uint8Array, form: SecretForm, place: string): Uint8Array {
  if (secret instanceof Uint8Array) {
    if (secret.length === 0) throw new TypeError(`${place} is empty.`)
    return secret
  }
  if (typeof secret !== 'string') throw new TypeError(`${place} is neither text nor bytes.`)
  checkText(secret, place)
  switch (form) {
    case 'utf8':
      return Buffer.from(secret, 'utf8')
    case 'hex':
      return decodeHex(secret) ?? reject(`${place} is not hexadecimal.`)
    case 'base64':
      return decodeBase64(secret) ?? reject(`${place} is not base64.`)
    case 'sha1':
    case 'sha256':
      return hash(form, secret, 'buffer')
    case 'nfkd':
      return Buffer.from(secret.normalize('NFKD'), 'utf8')
    case 'whsec':
      return decodeWhsec(secret, place)
  }
}

function checkText(secret: string, place: string): void {
  if (secret.trim() === '') throw new TypeError(`${place} is empty or blank.`)
  if (secret.trim() !== secret) {
    throw new TypeError(
      `${place} begins or ends with white space. Was it read from a file? Trim it. If the white space belongs to the secret, give its bytes.`,
    )
  }
  if (/^wh[ps]k_/.test(secret)) {
    throw new TypeError(
      `${place} is an asymmetric key (${secret.slice(0, 5)}), and this scheme takes a shared secret (whsec_).`,
    )
  }
  if (secret.startsWith('-----BEGIN')) {
    throw new TypeError(
      `${place} is a PEM key, and this scheme takes a shared secret: a public key must never be one.`,
    )
  }
}

function decodeWhsec(secret: string, place: string): Uint8Array {
  const text = secret.startsWith('whsec_') ? secret.slice('whsec_'.length) : secret
  if (text === '') throw new TypeError(`${place} has nothing behind whsec_.`)
  return decodeBase64(text) ?? reject(`${place} is not base64 behind an optional whsec_.`)
}

function reject(message: string): never {
  throw new TypeError(message)
}
