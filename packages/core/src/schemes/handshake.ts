/** The MAC of a text with placeholders, under the secret; `{keyId}` in `prefix` is the id of the secret. */
export interface HandshakeMac {
  readonly mac: string
  readonly prefix?: string
}

/** A value of an answer: text with placeholders, as in `signs`; a number; or a MAC. */
export type HandshakeValue = string | number | HandshakeMac

/** A request by which a provider asks whether the endpoint is really there, and what it wants to hear. */
export interface Handshake {
  /**
   * `false` for a request that has no signature. It is answered with what it brought, and with nothing else of the
   * receiver's; nothing is stored, and no handler runs. A MAC is given of letters, digits, `_` and `-` alone, and of
   * no JSON, as who gets that of a body could send the body. @defaultValue `true`: it is answered once it is verified
   */
  readonly signed?: boolean
  /** @defaultValue `'POST'` */
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST'
  /**
   * The request is a handshake when each of these placeholders has this value: `true` is any but none, and text may
   * itself be a placeholder. An unsigned one looks at `query:` and `header:` alone.
   */
  readonly when: Readonly<Record<string, string | number | true | RegExp>>
  readonly answer: {
    /** @defaultValue 200 */
    readonly status?: number
    readonly headers?: Readonly<Record<string, string>>
    readonly text?: string | HandshakeMac
    readonly json?: Readonly<Record<string, HandshakeValue>>
  }
}
