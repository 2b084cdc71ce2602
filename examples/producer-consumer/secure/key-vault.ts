import { aesGcmEnvelope, deriveKey } from '@postern/core'

/** Encrypts keys for a database, so that who reads its file has none of them. */
export interface KeyVault {
  seal(key: string, owner: string): string
  /** @throws Error for what was sealed under another secret, or for another owner */
  open(sealed: string, owner: string): string
}

/**
 * Makes a vault: AES-256-GCM under a key derived from `storageSecret`. What is sealed is bound to its owner, so that
 * nobody moves it to another row.
 * @param variable - where the secret came from, for messages
 * @see NIST SP 800-38D; RFC 5869
 */
export function keyVault(storageSecret: Buffer, variable: string): KeyVault {
  const keys = deriveKey({ rootSecret: storageSecret, label: 'producer-consumer/stored-keys/v1' })
  const head = { headers: {} }

  function envelopeOf(owner: string) {
    const aad = Buffer.from(owner, 'utf8')
    return { aad, envelope: aesGcmEnvelope({ keys, aad: () => aad }) }
  }

  return {
    seal(key, owner) {
      const { aad, envelope } = envelopeOf(owner)
      return envelope.seal(key, { aad }).body
    },
    open(sealed, owner) {
      try {
        return envelopeOf(owner)
          .envelope.decrypt(Buffer.from(sealed, 'utf8'), head, Date.now())
          .toString('utf8')
      } catch {
        throw new Error(
          `A stored key does not open. Set ${variable} to the value that it was stored under, or remove the database and register anew.`,
        )
      }
    },
  }
}
