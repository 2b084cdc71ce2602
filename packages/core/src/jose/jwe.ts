import type { KeyObject } from 'node:crypto'
import { compactDecrypt, CompactEncrypt, errors } from 'jose'
import { instant, refuseUnknown } from '../check-option.js'
import type { Decrypter } from '../decrypt/decrypter.js'
import { DecryptionError } from '../errors.js'
import { decryptionKeys } from '../decrypt/decryption-keys.js'
import { isUsable, type Key } from '../keys/key-ring.js'
import { type ByRequest, isByRequest } from '../keys/keys-by-request.js'
import type { RequestHead } from '../request.js'
import { importJoseKeys, type KnownJoseKeys } from './jws-keys.js'
import { isJweKeyAlgorithm, type JweKeyAlgorithm, jweNameOf, readCompactJwe } from './compact-jwe.js'

/** Options of {@link jwe}. */
export interface JweOptions {
  /**
   * The keys, each with its algorithm: `'aes-256-gcm'` (`dir`), `'ecdh-es'` (on P-256) or `'rsa-oaep-256'`. A receiver
   * has the private half of a pair, a sender the public one, under the same `kid`. The first that is in force and may
   * encrypt seals. For endpoints that serve several tenants, a function of the request head or `perTenant`; then only to
   * decrypt.
   */
  readonly keys: KnownJoseKeys | ByRequest<KnownJoseKeys>
}

/** How one body is sealed. */
export interface JweSealOptions {
  /** The instant that decides which dated key is in force (epoch ms or `Date`). @defaultValue now */
  readonly sentAt?: number | Date | undefined
}

/** A body to sign and send. */
export interface SealedJwe {
  readonly body: string
}

/** Opens JWE for a receiver, and seals them for a sender. Made by {@link jwe}. */
export interface Jwe extends Decrypter {
  /**
   * Opens a JWE.
   * @throws {@link DecryptionError} for anything else than a JWE that was sealed for one of the keys
   * @see RFC 7516, 5.2 (decryption)
   */
  decrypt(rawBody: Buffer, request: RequestHead, now: number): Promise<Buffer>
  /**
   * Encrypts a body. Seal first, then sign what comes out. One shared key may seal 2^32 bodies at most.
   * @param body - text is taken as UTF-8
   * @throws TypeError when no key in force may encrypt
   * @see RFC 7516, 5.1 (encryption); NIST SP 800-38D, 8.3 (how many under one key)
   */
  seal(body: Uint8Array | string, options?: JweSealOptions): Promise<SealedJwe>
}

const place = 'jwe'

/**
 * Takes bodies that are a JWE in compact form, encrypted by A256GCM under a key that is shared (`dir`), agreed upon
 * (`ECDH-ES`) or wrapped (`RSA-OAEP-256`). The algorithm is that of the key, the message chooses none, and nothing is
 * decompressed. A `kid` selects the key; without it each of the algorithm is tried that is in force.
 *
 * Whoever has a public key can encrypt: what says who sent a body is its signature alone.
 * @returns what to give a receiver as `decrypt`, and a sender to `seal` with
 * @throws TypeError for keys that are missing or wrong
 * @see RFC 7516, 3.1 and 7.1 (compact form); RFC 7518, 4.3, 4.5, 4.6 and 5.3 (the algorithms)
 * @see RFC 8725, 3.1 and 3.6 (algorithms are never chosen by the message; no compression)
 * @example
 * const decrypt = jwe({ keys: { kid: '2026-11', algorithm: 'ecdh-es', key: readFileSync('mine.pem', 'utf8') } })
 * const receiver = createReceiver({ scheme, decrypt })
 */
export function jwe(options: JweOptions & { readonly keys: KnownJoseKeys }): Jwe
export function jwe(options: JweOptions): Decrypter
export function jwe(options: JweOptions): Decrypter {
  refuseUnknown(options, ['keys'], place)
  const { keys: source } = options
  // Callers without a type checker pass undefined when an environment variable is not set.
  if (typeof (source as unknown) !== 'object' && typeof source !== 'function')
    throw new TypeError(`${place}: keys are missing.`)
  if (!isByRequest(source)) return knownJwe(source)
  const find = decryptionKeys(source, (known: KnownJoseKeys) => jweKeysOf(importJoseKeys(known, place)))
  return {
    name: place,
    decrypt: async (rawBody, request, now) => decryptWith(await find(request), rawBody, now),
  }
}

function jweKeysOf(all: readonly Key[]): readonly Key[] {
  const keys = all.filter(({ algorithm }) => isJweKeyAlgorithm(algorithm))
  if (keys.length === 0)
    throw new TypeError(`${place}: no key for aes-256-gcm, ecdh-es or rsa-oaep-256 was given.`)
  return keys
}

function knownJwe(known: KnownJoseKeys): Jwe {
  const all = importJoseKeys(known, place)
  const keys = jweKeysOf(all)

  async function seal(body: Uint8Array | string, { sentAt }: JweSealOptions = {}): Promise<SealedJwe> {
    const now = instant(sentAt, Date.now(), `${place}: sentAt`)
    const key = keys.find((key) => isUsable(key, 'encrypt', now))
    if (key === undefined) throw new TypeError(`${place}: no key is in force that may encrypt.`)
    const alg = jweNameOf(key.algorithm as JweKeyAlgorithm)
    // A key without an id of its own has its place for one, which is another at the receiver.
    const kid = key.kid === String(all.indexOf(key)) ? {} : { kid: key.kid }
    const plaintext = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
    const sealing = new CompactEncrypt(plaintext).setProtectedHeader({ alg, enc: 'A256GCM', ...kid })
    return { body: await sealing.encrypt(key.object) }
  }

  return { name: place, decrypt: (rawBody, _request, now) => decryptWith(keys, rawBody, now), seal }
}

async function decryptWith(keys: readonly Key[], rawBody: Buffer, now: number): Promise<Buffer> {
  const { text, algorithm, kid } = readCompactJwe(rawBody)
  const named = keys.filter((key) => isUsable(key, 'decrypt', now) && (kid === undefined || key.kid === kid))
  if (named.length === 0) throw new DecryptionError('key_unknown')
  const candidates = named.filter((key) => key.algorithm === algorithm)
  if (candidates.length === 0) throw new DecryptionError('envelope_malformed')
  for (const { object } of candidates) {
    const plaintext = await open(text, object, algorithm)
    if (plaintext !== undefined) return plaintext
  }
  throw new DecryptionError('decryption_failed')
}

async function open(text: string, key: KeyObject, algorithm: JweKeyAlgorithm): Promise<Buffer | undefined> {
  try {
    const { plaintext } = await compactDecrypt(text, key, {
      keyManagementAlgorithms: [jweNameOf(algorithm)],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    return Buffer.from(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  } catch (error) {
    if (error instanceof errors.JWEDecryptionFailed) return undefined
    // Anything else that it says is of the JWE too: an ephemeral key on no curve, an encrypted key where there is none.
    throw new DecryptionError('envelope_malformed')
  }
}
