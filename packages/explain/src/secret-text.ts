import type { DatedSecret, SigningSecret } from '@postern/core'

/** The text of a secret; `undefined` for bytes, which are the key itself. */
export function textOf(secret: SigningSecret): string | undefined {
  const inner = isDated(secret) ? secret.secret : secret
  return typeof inner === 'string' ? inner : undefined
}

/** Tells a secret with an id or dates from a bare one. */
export function isDated(secret: SigningSecret): secret is DatedSecret {
  return typeof secret === 'object' && !(secret instanceof Uint8Array)
}
