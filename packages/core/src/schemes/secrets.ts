import type { SigningSecret } from '../crypto/keys.js'
import type { PerTenant } from '../keys/per-tenant.js'
import type { RequestHead } from '../request.js'

/**
 * Where signing secrets come from: one secret, a list of the active ones (newest first), or a function of the
 * request head, for endpoints that serve several tenants. A function that knows no secret for the request
 * returns none, and the request is refused.
 */
export type Secrets =
  | SigningSecret
  | readonly SigningSecret[]
  | PerTenant<Exclude<KnownSecrets, undefined>>
  | ((head: RequestHead) => KnownSecrets | Promise<KnownSecrets>)

/** What a function of the request head gives: the secrets of its tenant, if it knows any. */
export type KnownSecrets = SigningSecret | readonly SigningSecret[] | undefined
