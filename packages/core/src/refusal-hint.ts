import type { DecryptionReason, SignatureReason, WebhookErrorCode } from './webhook-error.js'

type Reason = SignatureReason | DecryptionReason | WebhookErrorCode

const hints: Partial<Record<Reason, string>> = {
  signature_mismatch:
    "None of the active secrets made this signature for these bytes. Most often the secret is another endpoint's, the command line tool's or the test mode's; else something changed the body on its way: a proxy, a parser, decompression.",
  signature_missing:
    'The request has no signature header of this scheme. Is this the scheme that the sender signs with?',
  signature_unsupported: 'The signature header has no signature of a version that this scheme knows.',
  signature_malformed: 'The signature is not one of this scheme: another encoding, prefix or algorithm.',
  algorithm_not_allowed: 'The signature says another algorithm than its key is for.',
  coverage_insufficient: 'The signature does not cover all that `components` asks for.',
  digest_mismatch:
    'The body is not the one whose digest was signed. Something changed it on its way: a proxy, a parser, decompression.',
  digest_unsupported: 'The Content-Digest header has neither sha-256 nor sha-512.',
  signature_expired: "The signature's own `expires` is past. Is this machine's clock right?",
  header_malformed: 'The signature header is not in the layout of this scheme.',
  header_repeated: 'A header that the signature needs came twice. A proxy may have added one.',
  timestamp_missing: 'The timestamp that the signature covers is not there.',
  timestamp_malformed: 'The timestamp is not decimal digits in the unit of this scheme.',
  timestamp_required:
    'The signature is a bare one, and this receiver takes signatures with a timestamp only.',
  timestamp_too_old:
    "The timestamp is older than toleranceMs. Is this machine's clock right? A replayed recording is refused so too.",
  timestamp_in_future: "The timestamp is further ahead than toleranceMs. Is this machine's clock right?",
  id_missing: 'The event id that the signature covers is not there.',
  id_malformed: 'The event id has characters that could be read in two ways.',
  envelope_malformed:
    'The verified body is not an envelope as decrypt needs it. Does the sender encrypt at all? Plaintext is refused.',
  nonce_length: 'The nonce of the envelope does not have 12 bytes.',
  nonce_conflict:
    'The nonce in the headers is not that of the envelope. Something may have changed the headers.',
  key_unknown:
    'The envelope names a key that is not among those in force here. Was it rotated at the sender only?',
  decryption_failed:
    'No key in force opens the envelope: the key is another one, or the additional authenticated data is.',
  ERR_WEBHOOK_PAYLOAD_MALFORMED: 'The verified body could not be decoded as parse or its media type says.',
  ERR_WEBHOOK_PAYLOAD_INVALID:
    'The payload does not match the schema: `paths` of the error that onRejected gets says where.',
  ERR_WEBHOOK_EVENT_ID_MISSING: 'The event id is not where the scheme or eventId says.',
  ERR_WEBHOOK_MEDIA_TYPE:
    "The media type, charset or content coding is not one that parse: 'auto' decodes. Set parse.",
}

/**
 * What an operator should look at after a refusal; `undefined` where there is nothing to do, as for a delivery in flight.
 * @param cause - the error's; what a store or the `secrets` function says of itself
 */
export function hintOf(reason: Reason, cause: unknown): string | undefined {
  return hints[reason] ?? (cause instanceof Error ? cause.message : undefined)
}
