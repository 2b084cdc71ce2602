import { fermyon } from '@postern/core'
import { log, maskKey } from '../log.js'
import { post } from '../post.js'
import { handshakeUrl } from './destination.js'
import { isProofOf, type KeyOffer, randomText } from './handshake.js'

/**
 * What became of an offer: the consumer proved that it took the key; it certainly did not; or nobody knows, as the
 * answer was lost on the way.
 */
export type Offered = 'taken' | 'refused' | 'unknown'

const json = { 'content-type': 'application/json' }

/**
 * Offers a key to a consumer.
 * @param signedWith - the key that is replaced
 */
export async function offerKey(destination: string, keyData: string, signedWith?: string): Promise<Offered> {
  const offer: KeyOffer = { keyData, challenge: randomText() }
  const body = Buffer.from(JSON.stringify(offer), 'utf8')
  const signature = signedWith === undefined ? {} : fermyon({ secrets: signedWith }).sign({ body })
  // As the original spells it.
  log(
    'producer',
    `Invoking CONSUMER for verfication (handshake) along with random key data: ${maskKey(keyData)}`,
  )
  const posted = await post(handshakeUrl(destination, true), { ...json, ...signature }, body)
  if (posted.kind === 'unreachable') {
    log('producer', `${destination} did not answer to ${maskKey(keyData)}: ${posted.reason}`)
    return 'unknown'
  }
  const isTaken = posted.status === 200 && isProofOf(offer, posted.text)
  log('producer', `Handshake with PRODUCER ${isTaken ? 'was successful.' : 'failed.'}`)
  if (!isTaken) log('producer', `Received ${posted.status} from webhook consumer`)
  if (isTaken) return 'taken'
  // A proxy answers so when it is cut off from the consumer behind it.
  return posted.status >= 500 ? 'unknown' : 'refused'
}

/** Asks a consumer to forget the key, so that it can be registered anew. */
export async function sayFarewell(destination: string, key: string): Promise<boolean> {
  const body = Buffer.from(JSON.stringify({ forgetKey: randomText() }), 'utf8')
  const headers = { ...json, ...fermyon({ secrets: key }).sign({ body }) }
  const posted = await post(handshakeUrl(destination, false), headers, body)
  return posted.kind === 'answered' && posted.status === 200
}
