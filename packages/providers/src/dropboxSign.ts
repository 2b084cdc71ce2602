import { randomBytes } from 'node:crypto'
import {
  type BodyUnsignedScheme,
  defineScheme,
  type Secrets,
  type SignableDelivery,
  type SignedRequest,
} from '@postern/core'
import { onlyField, withOnlyField } from './internal/multipart.js'

const daysOfRetries = 3 * 24 * 60 * 60 * 1000

const signed = defineScheme({
  name: 'dropbox-sign',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  secretHint: 'The secret is the API key of the account, for the callbacks of its apps too.',
  signature: { json: '$.event.event_hash', format: 'raw', encoding: 'hex' },
  signs: ({ timestamp = '', value }) => {
    const type = value('json:$.event.event_type')
    // A type that began with a digit could have given it to the time, or taken it from there.
    return /^[A-Za-z_]/.test(type) ? timestamp + type : randomBytes(32)
  },
  // A retry has the time of the event.
  timestamp: { from: { json: '$.event.event_time' }, unit: 's', toleranceMs: daysOfRetries },
  bodySigned: false,
  formats: ['json'],
  event: { type: '$.event.event_type' },
  retryWindowMs: daysOfRetries,
})

/**
 * Dropbox Sign's callbacks, of accounts and of apps.
 *
 * - Signed: time and type of the event, and **not the body**: whoever has seen one delivery can send another
 *   payload with it, for three days.
 * - Secret: the account's API key, Settings, API.
 * - Event id: none: give the receiver an `eventId`. `$.event.event_hash` and `'hash'` are the same for all events
 *   of one type in one second, of which they would let one through: take a function that adds the id of the
 *   signature request.
 * - Event type: `$.event.event_type`, signed.
 * - Retries: for about three days.
 * - Statuses: 200 within 30 seconds, with the text `Hello API Event Received`, which your route answers, to
 *   `callback_test` too.
 * - Note: the body is multipart/form-data, and the payload is its field `json`: a body with another field is
 *   refused. Fetch what matters from the API.
 * @see https://developers.hellosign.com/docs/events/walkthrough
 */
export function dropboxSign(options: { readonly secrets: Secrets }): BodyUnsignedScheme {
  const scheme = signed(options)
  const { readSentAt, signRequest: signJson } = scheme as Required<BodyUnsignedScheme>

  function signRequest(delivery: SignableDelivery): SignedRequest {
    const request = signJson(delivery)
    const { contentType, body } = withOnlyField('json', request.body)
    return { ...request, body, headers: { ...request.headers, 'content-type': contentType } }
  }

  return {
    ...scheme,
    verify: (head, rawBody, request, now) => scheme.verify(head, jsonOf(rawBody), request, now),
    readSentAt: (rawBody, request) => readSentAt(jsonOf(rawBody), request),
    readPayload: jsonOf,
    hashSignedContent: (head, rawBody, request) => scheme.hashSignedContent(head, jsonOf(rawBody), request),
    sign() {
      throw new TypeError('dropbox-sign: the signature stands in the body: send what signRequest gives.')
    },
    signRequest,
  }
}

function jsonOf(rawBody: Uint8Array): Buffer {
  return onlyField(rawBody, 'json')
}
