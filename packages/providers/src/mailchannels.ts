import type { KeyEntry, Scheme } from '@postern/core'
import { httpMessageSignatures } from '@postern/core/http-message-signatures'

/** A public key of MailChannels', with the id that it has there. */
export type MailchannelsKey = Omit<KeyEntry, 'algorithm' | 'kid'> & { readonly kid: string }

/** Options of {@link mailchannels}. */
export interface MailchannelsOptions {
  /** Text is read as base64. A signature is checked with the key of its `keyid` alone. */
  readonly keys: MailchannelsKey | readonly MailchannelsKey[]
}

/**
 * MailChannels' delivery events.
 *
 * - Signed: the body, by its hash in `content-digest`, and the time of the signature (RFC 9421, Ed25519).
 * - Secret: none. `keys` are `{ kid, key }`, of `https://api.mailchannels.net/tx/v1/webhook/public-key?id=<kid>`;
 *   the id is the `keyid` in `signature-input`.
 * - Event id: none that is known: give the receiver an `eventId`. A retry that is signed anew has another
 *   `'hash'`.
 * - Event type: `$.0.event`, signed: that of the first of several events.
 * - Retries: not known.
 * - Note: the body is a list of events, and the whole of it is one delivery.
 * @see https://docs.mailchannels.net/email-api/advanced/delivery-events/
 */
export function mailchannels({ keys, ...rest }: MailchannelsOptions): Scheme {
  const entries = [keys].flat() as readonly MailchannelsKey[]
  if (!entries.every(isNamed))
    throw new TypeError('mailchannels: keys are { kid, key }: signatures name their key.')
  const scheme = httpMessageSignatures({
    ...rest,
    keys: entries.map((entry) => ({ format: 'base64', ...entry, algorithm: 'ed25519' })),
    components: ['content-digest'],
  })
  return {
    ...scheme,
    name: 'mailchannels',
    event: { id: [], type: ['$.0.event'] },
    formats: ['json'],
  }
}

function isNamed(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'kid' in entry
}
