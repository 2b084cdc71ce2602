import { decodeBase64 } from '../crypto/strict-decoding.js'
import { DecryptionError } from '../errors.js'
import { nonceBytes, type Sealed, tagBytes } from './aes-gcm.js'

/** What stands in an envelope. */
export interface EnvelopeMembers extends Sealed {
  readonly kid: string | undefined
  readonly aad: Buffer | undefined
}

// A byte order mark stays in the text, where JSON.parse refuses it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads an envelope: a JSON object of texts, each written in one way only.
 * @throws DecryptionError
 */
export function readEnvelope(rawBody: Buffer): EnvelopeMembers {
  const { encrypted, nonce, kid, aad } = membersOf(rawBody)
  if (encrypted === undefined || nonce === undefined) throw new DecryptionError('envelope_malformed')
  const sealed = bytesOf(encrypted)
  const nonceOf = bytesOf(nonce)
  if (sealed.length < tagBytes) throw new DecryptionError('envelope_malformed')
  if (nonceOf.length !== nonceBytes) throw new DecryptionError('nonce_length')
  return {
    kid,
    nonce: nonceOf,
    ciphertext: sealed.subarray(0, -tagBytes),
    tag: sealed.subarray(-tagBytes),
    aad: aad === undefined ? undefined : bytesOf(aad),
  }
}

function membersOf(rawBody: Buffer): Partial<Record<string, string>> {
  let text: string
  let members: unknown
  try {
    text = utf8.decode(rawBody)
    members = JSON.parse(text)
  } catch {
    throw new DecryptionError('envelope_malformed')
  }
  if (!isRecordOfTexts(members)) throw new DecryptionError('envelope_malformed')
  // JSON.parse takes the last of two members with one name, and other readers the first. Without escapes each member
  // has four quotation marks, so that one more than are left shows in their number.
  const quotes = text.split('"').length - 1
  if (text.includes('\\') || quotes !== 4 * Object.keys(members).length)
    throw new DecryptionError('envelope_malformed')
  return members
}

function isRecordOfTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((member) => typeof member === 'string')
}

/** Base64 with its padding (RFC 4648, 4), and nothing else. */
function bytesOf(text: string): Buffer {
  const bytes = text.length % 4 === 0 ? decodeBase64(text) : undefined
  if (bytes === undefined) throw new DecryptionError('envelope_malformed')
  return bytes
}
