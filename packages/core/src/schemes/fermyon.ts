import { refuseUnknown } from '../check-option.js'
import { SignatureError } from '../errors.js'
import { readHeader } from '../request.js'
import { defineScheme } from './define-scheme.js'
import type { Scheme } from './scheme.js'
import type { Secrets } from './secrets.js'

/** Options of {@link fermyon}. */
export interface FermyonOptions {
  /** The key data of the handshake, as text: its UTF-8 bytes are the key. At least 16 bytes; the producer makes 36 letters and digits. */
  readonly secrets: Secrets
}

const header = 'x-signature'

const capitals = defineScheme({
  name: 'fermyon',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  // No person chooses one: the producer makes it.
  minimumSecretBytes: 16,
  signature: { header, format: 'raw', encoding: 'HEX' },
  signs: '{body}',
})

/**
 * The signatures of Fermyon's webhook producer: HMAC-SHA256 over the body alone, in `X-Signature`, as 64 hexadecimal
 * digits in capitals. Small letters are refused, as the consumer there does.
 *
 * It carries neither an event id nor a timestamp: a receiver needs `eventId`, and nothing limits how long a delivery
 * can be replayed, unless the body has an id or an instant that the receiver looks at.
 * @throws TypeError for options that are unknown and secrets that are missing or too short
 * @see RFC 2104, 2 (HMAC)
 * @see RFC 4648, 8 (base 16)
 * @see https://github.com/fermyon/enterprise-architectures-and-patterns/tree/main/signed-webhooks
 * @example
 * const scheme = fermyon({ secrets: process.env.WEBHOOK_KEY_DATA })
 * app.post('/target', verifyWebhook({ scheme, eventId: 'hash' }), (req, res) => {
 *   res.sendStatus(200)
 * })
 */
export function fermyon(options: FermyonOptions): Scheme {
  refuseUnknown(options, ['secrets'], 'fermyon')
  const scheme = capitals({ secrets: options.secrets })
  return {
    ...scheme,
    readHead(request) {
      const head = scheme.readHead(request)
      if (/[a-f]/.test(readHeader(request, header) ?? '')) throw new SignatureError('signature_malformed')
      return head
    },
  }
}
