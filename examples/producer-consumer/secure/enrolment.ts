import { type Scheme, timestampedHmac } from '@postern/core'
import type { Environment } from '../settings.js'

/**
 * What a first key is signed with, as there is no key yet to sign it: a token that the producer and one consumer have.
 * The signature is for this offer alone, and for five minutes.
 */
export function enrolment(token: string): Scheme {
  return timestampedHmac({
    secrets: token,
    signatureHeader: 'x-enrolment-signature',
    timestampHeader: 'x-enrolment-timestamp',
  })
}

/** What a token is: text that is not to be guessed. */
export const enrolmentToken = /^[\x21-\x7e]{24,256}$/

/** Reads the token that a consumer takes its first key by. */
export function readEnrolmentToken(environment: Environment): string {
  const token = environment['ENROLMENT_TOKEN'] ?? ''
  if (enrolmentToken.test(token)) return token
  throw new Error(
    'ENROLMENT_TOKEN must be 24 characters or more without white space. Make one: openssl rand -hex 32',
  )
}
