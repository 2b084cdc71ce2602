import { parse, stringify } from 'node:querystring'
import { defineScheme } from '@postern/core'

/**
 * MessageBird's webhooks with `messagebird-signature`, which signatures by JWT have replaced.
 *
 * - Signed: the timestamp, the sorted query and the SHA-256 of the body.
 * - Secret: the signing key under the dashboard's developer settings, as it is.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * @see https://developers.messagebird.com/api/#verifying-http-requests
 */
export const messagebirdLegacy = defineScheme({
  name: 'messagebird-legacy',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'messagebird-signature', format: 'raw', encoding: 'base64' },
  signs: ({ timestamp = '', value }) => {
    const [, text = ''] = value('target').split(/\?(.*)/s, 2)
    const query = parse(text, undefined, undefined, { maxKeys: 0 })
    // Its plus signs are sent as they are, and so are read as spaces.
    const { statusDatetime } = query
    if (typeof statusDatetime === 'string') query['statusDatetime'] = statusDatetime.replaceAll(' ', '+')
    const sorted = Object.fromEntries(Object.entries(query).sort(([one], [other]) => (one < other ? -1 : 1)))
    const head = Buffer.from(`${timestamp}\n${stringify(sorted)}\n`)
    return Buffer.concat([head, Buffer.from(value('sha256'), 'hex')])
  },
  timestamp: { from: { header: 'messagebird-request-timestamp' }, unit: 's', toleranceMs: 100 * 1000 },
})
