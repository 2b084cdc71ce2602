import type { SigningSecret } from '../crypto/keys.js'
import type { ByRequest } from '../keys/keys-by-request.js'

/** Signing secrets that are known: one, or a list of the active ones (newest first). */
export type KnownSecrets = SigningSecret | readonly SigningSecret[]

/**
 * Where signing secrets come from: those that are known, or a function of the request head, for endpoints that serve
 * several tenants. A function that knows no secret for the request returns none, and the request is refused.
 */
export type Secrets = KnownSecrets | ByRequest<KnownSecrets>
