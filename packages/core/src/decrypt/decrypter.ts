import type { RequestHead } from '../request.js'

/** Decrypts the bodies of verified deliveries. */
export interface Decrypter {
  readonly name: string
  /**
   * Gives the plaintext of a verified body. What it throws that is no `WebhookError` goes to the framework's error
   * handling: the delivery is not refused for good when a key service cannot be asked.
   * @param rawBody - the bytes as sent
   * @param now - epoch ms; decides which dated keys are in force
   * @throws {@link DecryptionError} for what is not encrypted, or opened by no key
   */
  decrypt(rawBody: Buffer, request: RequestHead, now: number): Buffer | Promise<Buffer>
}
