import type { PayloadFormat } from '../media-type.js'
import type { EndpointUrl } from '../schemes/scheme-settings.js'
import type { Secrets } from '../schemes/secrets.js'
import type { ValueSource } from '../schemes/value-source.js'
import type { HashClaim } from './check-claims.js'
import type { JwtAlgorithm } from './jwt-algorithm.js'
import type { JwtKeys } from './jwt-keys.js'

/** A scheme of senders that send a signed token along, as data. */
export interface JwtDefinition {
  /** Names the scheme in messages and events, and is the default `source` of a receiver. */
  readonly name: string
  /** Where the token stands; `'body'` is a body that is the token, whose claims are the payload. */
  readonly token: 'body' | { readonly header: string; readonly prefix?: string }
  /** Those of `HS...` are made with `secrets`, others with `keys`. The token chooses none that is not here. */
  readonly algorithms: readonly JwtAlgorithm[]
  /** The claim that has the hash of the body. Without one, and with the token in a header, the body is not signed. */
  readonly bodyHash?: HashClaim
  /** The claim that has the URL of the endpoint, or its hash. */
  readonly url?: { readonly claim: string; readonly hash?: 'hex' }
  /** Claims that must have a value; `{param:name}` is an option of the scheme, and `true` is `true`. */
  readonly claims?: Readonly<Record<string, string | readonly string[] | true>>
  /** Whether `iat` is the timestamp of the delivery, and how old that may be, in ms, where the provider says it. */
  readonly issuedAt?: { readonly toleranceMs?: number }
  /** Whether a token without `exp` is refused. @defaultValue `false` */
  readonly expires?: boolean
  readonly params?: readonly string[]
  readonly event?: {
    readonly id?: ValueSource | readonly ValueSource[]
    readonly type?: ValueSource | readonly ValueSource[]
  }
  readonly formats?: readonly PayloadFormat[]
  readonly retryWindowMs?: number
}

/** What a scheme of tokens needs of its user: `secrets`, `keys`, or both, as its algorithms ask for. */
export interface JwtOptions {
  readonly secrets?: Secrets
  readonly keys?: JwtKeys
  /**
   * The URL as it was given to the sender, for schemes that sign it.
   * @defaultValue `https://`, the Host header, and the path and query of the request
   */
  readonly url?: EndpointUrl
}
