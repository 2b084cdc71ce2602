import { randomBytes } from 'node:crypto'
import { instant, refuseUnknown } from '../check-option.js'
import { DecryptionError } from '../errors.js'
import { type Keys, type KnownKeys, keysOf } from '../keys/key-input.js'
import { isByRequest } from '../keys/keys-by-request.js'
import { isUsable, type Key, KeyRing } from '../keys/key-ring.js'
import { readHeader, type RequestHead } from '../request.js'
import { decryptAesGcm, encryptAesGcm, nonceBytes } from './aes-gcm.js'
import type { Decrypter } from './decrypter.js'
import { decryptionKeys } from './decryption-keys.js'
import { type EnvelopeMembers, readEnvelope } from './envelope-members.js'

/** Options of {@link aesGcmEnvelope}. */
export interface AesGcmEnvelopeOptions {
  /**
   * The keys, of 32 bytes each: one, a list (newest first), or a ring. The first that is in force and may encrypt
   * seals; an envelope without a `kid` is tried with each in force that may decrypt. For endpoints that serve several
   * tenants, a function of the request head or `perTenant`; then only to decrypt.
   */
  readonly keys: Keys
  /**
   * The additional authenticated data that an envelope must have been sealed with, made from the request's head: so an
   * envelope is worth nothing beside another id or timestamp. An `aad` in the body must then be the same.
   * @defaultValue the `aad` of the body, if there is one
   */
  readonly aad?: ((request: RequestHead) => Uint8Array) | undefined
}

/** How one body is sealed. */
export interface SealOptions {
  /** Additional authenticated data: not encrypted, and sent along in the envelope. @defaultValue none */
  readonly aad?: Uint8Array | undefined
  /** The instant that decides which dated key is in force (epoch ms or `Date`). @defaultValue now */
  readonly sentAt?: number | Date | undefined
}

/** A body to sign and send, with the headers that go along with it, names in lower case. */
export interface SealedBody {
  readonly body: string
  readonly headers: { readonly 'x-encryption-nonce': string }
}

/** Opens envelopes for a receiver, and seals them for a sender. Made by {@link aesGcmEnvelope}. */
export interface AesGcmEnvelope extends Decrypter {
  /**
   * Opens an envelope.
   * @throws {@link DecryptionError} for anything else than an envelope that one of the keys sealed
   * @see NIST SP 800-38D, 7.2 (authenticated decryption)
   */
  decrypt(rawBody: Buffer, request: RequestHead, now: number): Buffer
  /**
   * Encrypts a body under a nonce of 96 random bits. Seal first, then sign what comes out. One key may seal 2^32
   * bodies at most: change it long before.
   * @param body - text is taken as UTF-8
   * @throws TypeError when no key in force may encrypt
   * @see NIST SP 800-38D, 7.1 (authenticated encryption), 8.2.2 and 8.3 (random nonces, and how many)
   */
  seal(body: Uint8Array | string, options?: SealOptions): SealedBody
}

const place = 'aesGcmEnvelope'
const name = 'aes-256-gcm'

/**
 * Takes bodies that are encrypted with AES-256-GCM, in an envelope of JSON: `encrypted` (base64 of the ciphertext and
 * its tag of 16 bytes), `nonce` (base64 of 12 bytes), and optionally `kid` (which key) and `aad` (base64).
 *
 * The envelope is read strictly: no member twice, no escapes, no other base64. A header `X-Encryption-Nonce` must be
 * the nonce of the envelope, if it is there. Every failure has the same answer.
 * @returns what to give a receiver as `decrypt`, and a sender to `seal` with
 * @throws TypeError for keys that are missing, of another length than 32 bytes, or that belong to something else
 * @see NIST SP 800-38D (GCM): 5.2.1.2 and appendix C (the tag's length), 8.2 (nonces)
 * @see RFC 4648, 4 (base64)
 * @example
 * const envelope = aesGcmEnvelope({ keys: { kid: '2026-11', key: randomBytes(32) } })
 * const receiver = createReceiver({ scheme, decrypt: envelope })
 * // In the sender:
 * const { body, headers } = envelope.seal('{"id":"evt_1"}')
 * const signed = { ...headers, ...scheme.sign({ body }) }
 */
export function aesGcmEnvelope(options: AesGcmEnvelopeOptions & { readonly keys: KnownKeys }): AesGcmEnvelope
export function aesGcmEnvelope(options: AesGcmEnvelopeOptions): Decrypter
export function aesGcmEnvelope(options: AesGcmEnvelopeOptions): Decrypter {
  refuseUnknown(options, ['keys', 'aad'], place)
  const { keys: source, aad: aadOf } = options
  if (!isByRequest(source)) return knownEnvelope(source, aadOf)
  const find = decryptionKeys(source, envelopeKeys)
  return {
    name,
    async decrypt(rawBody, request, now) {
      return open(await find(request), aadOf, rawBody, request, now)
    },
  }
}

function envelopeKeys(known: KnownKeys): readonly Key[] {
  const keys = keysOf(known, 'aes-256-gcm', place)
  for (const key of keys) checkKid(key)
  return keys
}

function knownEnvelope(known: KnownKeys, aadOf: AesGcmEnvelopeOptions['aad']): AesGcmEnvelope {
  const keys = envelopeKeys(known)
  const all = known instanceof KeyRing ? known.keys : keys

  function seal(body: Uint8Array | string, { aad, sentAt }: SealOptions = {}): SealedBody {
    const now = instant(sentAt, Date.now(), `${place}: sentAt`)
    const key = keys.find((key) => isUsable(key, 'encrypt', now))
    if (key === undefined) throw new TypeError(`${place}: no key is in force that may encrypt.`)
    const plaintext = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
    const { nonce, ciphertext, tag } = encryptAesGcm(key.object, randomBytes(nonceBytes), plaintext, aad)
    const members = {
      encrypted: Buffer.concat([ciphertext, tag]).toString('base64'),
      nonce: nonce.toString('base64'),
      // A key without an id of its own has its place for one, which is another at the receiver.
      kid: key.kid === String(all.indexOf(key)) ? undefined : key.kid,
      aad: aad === undefined ? undefined : Buffer.from(aad).toString('base64'),
    }
    return { body: JSON.stringify(members), headers: { 'x-encryption-nonce': members.nonce } }
  }

  return {
    name,
    decrypt: (rawBody, request, now) => open(keys, aadOf, rawBody, request, now),
    seal,
  }
}

function open(
  keys: readonly Key[],
  aadOf: AesGcmEnvelopeOptions['aad'],
  rawBody: Buffer,
  request: RequestHead,
  now: number,
): Buffer {
  const envelope = readEnvelope(rawBody)
  checkNonceHeader(request, envelope.nonce)
  const aad = aadOf === undefined ? envelope.aad : requiredAad(aadOf(request), envelope)
  const candidates = keys.filter(
    (key) => isUsable(key, 'decrypt', now) && (envelope.kid === undefined || key.kid === envelope.kid),
  )
  if (candidates.length === 0) throw new DecryptionError('key_unknown')
  for (const { object } of candidates) {
    const plaintext = decryptAesGcm(object, envelope, aad)
    if (plaintext !== undefined) return plaintext
  }
  throw new DecryptionError('decryption_failed')
}

/** Envelopes have no escapes, so a `kid` that needs one could never be read. */
function checkKid({ kid }: Key): void {
  if (JSON.stringify(kid) !== `"${kid}"`)
    throw new TypeError(`${place}: a kid has characters that JSON writes as escapes.`)
}

function checkNonceHeader(request: RequestHead, nonce: Buffer): void {
  let header: string | undefined
  try {
    header = readHeader(request, 'x-encryption-nonce')
  } catch {
    // It came twice.
    throw new DecryptionError('nonce_conflict')
  }
  if (header !== undefined && header !== nonce.toString('base64')) throw new DecryptionError('nonce_conflict')
}

/** What the sender says of it must be the same, and is never taken instead. */
function requiredAad(required: unknown, { aad }: EnvelopeMembers): Uint8Array {
  if (!(required instanceof Uint8Array)) throw new TypeError(`${place}: aad must return bytes.`)
  if (aad?.equals(required) === false) throw new DecryptionError('decryption_failed')
  return required
}
