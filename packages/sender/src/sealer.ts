/** What encrypts bodies before they are signed: an `aesGcmEnvelope` or `jwe` of core. */
export interface Sealer {
  seal(
    body: Uint8Array | string,
    options: { readonly sentAt: number },
  ): SealedPayload | Promise<SealedPayload>
}

/** A body to sign and send, with the headers that go along. */
export interface SealedPayload {
  readonly body: Uint8Array | string
  readonly headers?: Readonly<Record<string, string>>
}
