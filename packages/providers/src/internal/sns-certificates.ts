import { type KeyObject, X509Certificate } from 'node:crypto'
import { fetchText, SecretsUnavailableError, SignatureError } from '@postern/core'

const limits = { timeoutMs: 5000, maxBytes: 20_000 }
const maximumKept = 20

/** The public keys of certificates, each fetched once and kept. */
export class SnsCertificates {
  readonly #kept = new Map<string, Promise<KeyObject>>()

  constructor(private readonly load: (url: string) => Promise<string> = (url) => fetchText(url, limits)) {}

  /**
   * Gives the public key of a certificate.
   * @throws SecretsUnavailableError when it cannot be fetched now
   */
  async keyAt(url: string): Promise<KeyObject> {
    const kept = this.#kept.get(url) ?? this.#fetch(url)
    const key = await kept.catch((error: unknown) => {
      this.#kept.delete(url)
      throw new SecretsUnavailableError(error)
    })
    if (key.asymmetricKeyType !== 'rsa') throw new SignatureError('signature_unsupported')
    return key
  }

  #fetch(url: string): Promise<KeyObject> {
    const key = this.load(url).then((pem) => new X509Certificate(pem).publicKey)
    // Strangers can name certificates that do not exist; those that do are few.
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= maximumKept && oldest !== undefined) this.#kept.delete(oldest)
    this.#kept.set(url, key)
    return key
  }
}
