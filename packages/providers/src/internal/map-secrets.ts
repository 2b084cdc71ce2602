import type { DatedSecret, KnownSecrets, Secrets, SigningSecret } from '@postern/core'
import { mapKnown } from './map-known.js'

/**
 * Reads the text of secrets in a form that no definition has. Bytes stay as they are, and what is no secret is for
 * the scheme to refuse.
 */
export function mapSecrets(secrets: Secrets, read: (text: string) => string | Uint8Array): Secrets {
  function readOne(secret: SigningSecret): SigningSecret {
    if (typeof secret === 'string') return read(secret)
    return isDated(secret) && typeof secret.secret === 'string'
      ? { ...secret, secret: read(secret.secret) }
      : secret
  }
  return mapKnown<KnownSecrets>(secrets, (known) => (isList(known) ? known.map(readOne) : readOne(known)))
}

function isList(known: KnownSecrets): known is readonly SigningSecret[] {
  return Array.isArray(known)
}

function isDated(secret: SigningSecret | null | undefined): secret is DatedSecret {
  return typeof secret === 'object' && secret !== null && !(secret instanceof Uint8Array)
}
