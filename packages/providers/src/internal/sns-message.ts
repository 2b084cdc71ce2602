import { SignatureError } from '@postern/core'

/** A message of Amazon SNS, of which each member is text. Nothing of it is verified yet. */
export type SnsMessage = Readonly<Partial<Record<string, string>>>

const signedOfNotification = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
const signedOfConfirmation = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
]

// A region's own host, as the documentation of the signatures demands it, and nothing that only ends like one.
const certificateUrl =
  /^https:\/\/sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?\/SimpleNotificationService-[A-Za-z0-9]{16,64}\.pem$/
const subscribeUrl = /^https:\/\/sns\.[a-z0-9-]{3,40}\.amazonaws\.com(?:\.cn)?\/\?[\x21-\x7e]{1,2000}$/

/**
 * Reads a message from a body. What is signed has a value to a line, so that only the message itself, which comes
 * first, may have lines of its own: others could take them from it.
 * @throws SignatureError for what SNS does not send
 */
export function readSnsMessage(rawBody: Uint8Array): SnsMessage {
  let body: unknown
  try {
    body = JSON.parse(Buffer.from(rawBody).toString('utf8'))
  } catch {
    throw new SignatureError('signature_missing')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new SignatureError('signature_missing')
  const members = Object.entries(body)
  if (members.some(([name, value]) => !isAsSent(name, value))) throw new SignatureError('signature_missing')
  return Object.fromEntries(members.filter(([, value]) => typeof value === 'string'))
}

/** A member that is signed, were it no text, would be left out of what is signed, and yet reach the handler. */
function isAsSent(name: string, value: unknown): boolean {
  const isSigned = signedOfNotification.includes(name) || signedOfConfirmation.includes(name)
  if (!isSigned || value === null) return true
  return typeof value === 'string' && (name === 'Message' || !value.includes('\n'))
}

/** Gives what is signed: names and values of the members, each on a line, in the order of the names. */
export function signedContentOf(message: SnsMessage): Buffer {
  const names = message['Type'] === 'Notification' ? signedOfNotification : signedOfConfirmation
  const lines = names.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]))
  return Buffer.from(lines.join(''), 'utf8')
}

/**
 * Gives where the certificate is.
 * @throws SignatureError for any other host than Amazon's
 */
export function certificateUrlOf({ SigningCertURL: url }: SnsMessage): string {
  if (url === undefined || !certificateUrl.test(url)) throw new SignatureError('signature_unsupported')
  return url
}

/** Gives where a subscription is confirmed, if that is Amazon's host. */
export function subscribeUrlOf({ Type: type, SubscribeURL: url }: SnsMessage): string | undefined {
  return type === 'SubscriptionConfirmation' && url !== undefined && subscribeUrl.test(url) ? url : undefined
}
