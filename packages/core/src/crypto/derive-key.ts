import { hkdfSync } from 'node:crypto'
import { refuseUnknown } from '../check-option.js'

/** Options of {@link deriveKey}. */
export interface DeriveKeyOptions {
  /** The secret that keys are made from: at least 16 random bytes. Whoever has it has every key. No password: those need a slow function. */
  readonly rootSecret: Uint8Array
  /**
   * What the key is for (`info` in the standard): text is taken as UTF-8. The same label gives the same key again, so a
   * label that serves signing and encryption undoes the point. Name purpose and version: `'webhook/sign/v1'`.
   */
  readonly label: string | Uint8Array
  /** Length of the key, from 16 bytes to 8160. @defaultValue 32 */
  readonly bytes?: number | undefined
  /** Random, and need not be secret; the same for both sides. @defaultValue none */
  readonly salt?: Uint8Array | undefined
}

// 255 times the length of a SHA-256 digest.
const maximumBytes = 8160

/**
 * Derives a key from a root secret by HKDF-SHA256. Keys of two labels say nothing of each other, nor of the root
 * secret, so that signing and encryption have a key each, and one root secret is all that is kept.
 * @returns the key, to give to a scheme as its secret or to {@link aesGcmEnvelope}
 * @throws TypeError for a root secret of less than 16 bytes, an empty label, or a length out of range
 * @see RFC 5869, 2 (extract and expand), 3.1 (salt), 3.2 (labels), 3.3 (no passwords)
 * @see NIST SP 800-38D, 8.3: a key that encrypts is replaced before 2^32 bodies, by a label of another version
 * @example
 * const rootSecret = Buffer.from(process.env.WEBHOOK_ROOT_SECRET, 'base64')
 * const secrets = deriveKey({ rootSecret, label: 'webhook/sign/v1' })
 * const keys = deriveKey({ rootSecret, label: 'webhook/encrypt/v1' })
 * const receiver = createReceiver({ scheme: standardWebhooks({ secrets }), decrypt: aesGcmEnvelope({ keys }) })
 */
export function deriveKey(options: DeriveKeyOptions): Buffer {
  refuseUnknown(options, ['rootSecret', 'label', 'bytes', 'salt'], 'deriveKey')
  const { rootSecret, label, bytes = 32, salt = Buffer.alloc(0) } = options
  if (!(rootSecret instanceof Uint8Array))
    throw new TypeError(
      'deriveKey: rootSecret must be bytes. Decode text first: Buffer.from(text, encoding).',
    )
  if (rootSecret.length < 16) {
    const found = String(rootSecret.length)
    throw new TypeError(`deriveKey: rootSecret is too short: ${found} bytes, and at least 16 are needed.`)
  }
  const info = typeof label === 'string' ? Buffer.from(label, 'utf8') : label
  if (!(info instanceof Uint8Array) || info.length === 0)
    throw new TypeError('deriveKey: label must say what the key is for, and is empty or missing.')
  if (!Number.isInteger(bytes) || bytes < 16 || bytes > maximumBytes)
    throw new TypeError(`deriveKey: bytes must be a whole number from 16 to ${String(maximumBytes)}.`)
  return Buffer.from(hkdfSync('sha256', rootSecret, salt, info, bytes))
}
