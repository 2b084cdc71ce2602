import { fermyon } from '@postern/core'
import { log, maskKey } from '../log.js'
import { post, type Posted } from '../post.js'
import { handshakeUrl } from './destination.js'
import { enrolment } from './enrolment.js'
import { isProofOf, type KeyOffer, randomText } from './handshake.js'

/**
 * What became of a handshake: the consumer did what was asked; it certainly did not; or nobody knows, as the answer was
 * lost on the way, or is not the consumer's.
 */
export type Outcome = 'done' | 'refused' | 'unknown'

/** What an offer is signed with: the key that is replaced, or, for a first one, the consumer's enrolment token. */
export type OfferSigner = { readonly presentKey: string } | { readonly enrolmentToken: string | undefined }

const json = { 'content-type': 'application/json' }

/** Offers a key to a consumer. */
export async function offerKey(destination: string, keyData: string, signer: OfferSigner): Promise<Outcome> {
  const offer: KeyOffer = { keyData, challenge: randomText(), sentAt: Date.now() }
  const body = Buffer.from(JSON.stringify(offer), 'utf8')
  // As the original spells it.
  log(
    'producer',
    `Invoking CONSUMER for verfication (handshake) along with random key data: ${maskKey(keyData)}`,
  )
  const posted = await post(
    handshakeUrl(destination, true),
    { ...json, ...signatureOf(body, offer.sentAt, signer) },
    body,
  )
  const outcome = outcomeOf(posted, (answer) => isProofOf(offer, answer))
  log('producer', `Handshake with PRODUCER ${outcome === 'done' ? 'was successful.' : 'failed.'}`)
  if (outcome !== 'done') log('producer', `Received ${answerOf(posted)} from webhook consumer`)
  return outcome
}

/** Asks a consumer to forget the key, so that it can be registered anew. */
export async function sayFarewell(destination: string, key: string): Promise<Outcome> {
  const body = Buffer.from(JSON.stringify({ forgetKey: randomText(), sentAt: Date.now() }), 'utf8')
  const headers = { ...json, ...fermyon({ secrets: key }).sign({ body }) }
  return outcomeOf(await post(handshakeUrl(destination, false), headers, body), () => true)
}

function signatureOf(body: Buffer, sentAt: number, signer: OfferSigner): Readonly<Record<string, string>> {
  if ('presentKey' in signer) return fermyon({ secrets: signer.presentKey }).sign({ body })
  const { enrolmentToken } = signer
  return enrolmentToken === undefined ? {} : enrolment(enrolmentToken).sign({ body, sentAt })
}

/** What proxies answer in the place of a consumer, beside 5xx. */
const notOfTheConsumer = [404, 408, 425, 429]

function outcomeOf(posted: Posted, isProven: (answer: string) => boolean): Outcome {
  if (posted.kind === 'unreachable') return 'unknown'
  const { status, text } = posted
  if (status === 200 && isProven(text)) return 'done'
  return status >= 500 || notOfTheConsumer.includes(status) ? 'unknown' : 'refused'
}

function answerOf(posted: Posted): string {
  return posted.kind === 'answered' ? String(posted.status) : posted.reason
}
