import { hash, verify } from 'node:crypto'
import { fetchText, type Scheme, SignatureError } from '@postern/core'
import { SnsCertificates } from './internal/sns-certificates.js'
import {
  certificateUrlOf,
  readSnsMessage,
  signedContentOf,
  type SnsMessage,
  subscribeUrlOf,
} from './internal/sns-message.js'

/** Options of {@link awsSns}. */
export interface AwsSnsOptions {
  /** The ARNs of the topics that may send: a signature says that SNS sent it, for whichever account. */
  readonly topics: string | readonly string[]
  /**
   * Whether a subscription of these topics is confirmed when SNS asks for it, by one request to Amazon.
   * @defaultValue `false`: the confirmation is a delivery of the type `SubscriptionConfirmation`
   */
  readonly confirmsSubscriptions?: boolean
  /** Gives the certificate at a URL of Amazon's, in PEM. @defaultValue fetches it, once */
  readonly certificateAt?: (url: string) => Promise<string>
}

/**
 * Amazon SNS's deliveries over HTTP and HTTPS, without raw message delivery.
 *
 * - Signed: message, subject, id, time, topic and type, by the certificate that the message names, of an Amazon
 *   host (signature versions 1 and 2). Other members of the body are not.
 * - Secret: none; `topics` are the ARNs that may send.
 * - Event id: `$.MessageId`, signed.
 * - Event type: `$.Type`, signed: `Notification`, `SubscriptionConfirmation` or `UnsubscribeConfirmation`.
 * - Retries: three within a minute by default; up to an hour, where the subscription says so.
 * - Handshake: with `confirmsSubscriptions`, a signed confirmation of one of the topics is answered by a request
 *   to its `SubscribeURL`, when that is Amazon's.
 * - Note: the event itself is the text of `$.Message`. With raw message delivery nothing is signed.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function awsSns({ topics, confirmsSubscriptions = false, certificateAt }: AwsSnsOptions): Scheme {
  const allowed = new Set([topics].flat())
  if (allowed.size === 0 || allowed.has(''))
    throw new TypeError('aws-sns: topics must name one ARN at least.')
  const certificates = new SnsCertificates(certificateAt)

  async function verifyMessage(message: SnsMessage): Promise<string> {
    const { Signature: signature, SignatureVersion: version, TopicArn: topic = '' } = message
    if (signature === undefined) throw new SignatureError('signature_missing')
    if (version !== '1' && version !== '2') throw new SignatureError('signature_unsupported')
    // Before anything is fetched for a stranger.
    if (!allowed.has(topic)) throw new SignatureError('signature_mismatch')
    const bytes = Buffer.from(signature, 'base64')
    if (bytes.toString('base64') !== signature) throw new SignatureError('signature_malformed')
    const key = await certificates.keyAt(certificateUrlOf(message))
    const algorithm = version === '1' ? 'sha1' : 'sha256'
    if (!verify(algorithm, signedContentOf(message), key, bytes))
      throw new SignatureError('signature_mismatch')
    return topic
  }

  return {
    name: 'aws-sns',
    event: { id: ['$.MessageId'], type: ['$.Type'] },
    handshakes: confirmsSubscriptions ? [{ signed: true, method: 'POST', answer: confirm }] : [],
    formats: ['json'],
    signsTimestamp: true,
    toleranceMs: 60 * 60 * 1000,
    retryWindowMs: 60 * 60 * 1000,
    readHead: () => ({ id: undefined, timestamp: undefined, sentAt: undefined, candidates: [] }),
    verify: (_head, rawBody) => verifyMessage(readSnsMessage(rawBody)),
    readSentAt(rawBody) {
      const sentAt = Date.parse(readSnsMessage(rawBody)['Timestamp'] ?? '')
      if (Number.isNaN(sentAt)) throw new SignatureError('timestamp_malformed')
      return sentAt
    },
    hashSignedContent: (_head, rawBody) =>
      hash('sha256', signedContentOf(readSnsMessage(rawBody)), 'base64url'),
    sign() {
      throw new TypeError('aws-sns: Amazon alone has the key to sign with.')
    },
  }

  async function confirm(_request: unknown, rawBody: Uint8Array | undefined) {
    const url = subscribeUrlOf(readSnsMessage(rawBody ?? Buffer.alloc(0)))
    if (url === undefined) return undefined
    await fetchText(url, { timeoutMs: 5000, maxBytes: 100_000 })
    return { status: 200, headers: {}, body: '' }
  }
}
