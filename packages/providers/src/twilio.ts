import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import { defineScheme } from '@postern/core'

/**
 * Twilio's webhooks.
 *
 * - Signed: the URL and the fields of a form; or the URL with `bodySHA256` in its query, the hash of any other
 *   body. There is no timestamp. A body that neither covers is refused.
 * - Secret: the primary Auth Token in the Console. A secondary one signs nothing until it is promoted.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: give the `url` exactly as Twilio has it, without a fragment such as `#rc=3`; for webhooks of JSON it is
 *   a function that keeps the query of the request. Nothing marks where a field's name ends and its value begins,
 *   so take those fields alone that you know. Webhooks must be set to POST.
 * @see https://twilio.com/docs/usage/webhooks/webhooks-security
 */
export const twilio = defineScheme({
  name: 'twilio',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'x-twilio-signature', format: 'raw', encoding: 'base64' },
  signs: ({ rawBody, value }) => {
    const url = value('url')
    const bodyHash = /[?&]bodySHA256=([^&#]*)/.exec(url)?.[1]
    if (bodyHash === value('sha256')) return url
    const body = Buffer.from(rawBody).toString()
    // What begins as JSON is parsed as that, whatever its media type.
    const isForm =
      /^application\/x-www-form-urlencoded/i.test(value('header:content-type')) && !/^\s*[[{]/.test(body)
    // Content that nobody can have signed.
    if (bodyHash !== undefined || !isForm) return randomBytes(32)
    const fields = parse(body, undefined, undefined, { maxKeys: 0 })
    const valuesOf = (name: string) => [...new Set([fields[name] ?? ''].flat())].sort()
    const names = Object.keys(fields).sort()
    return url + names.flatMap((name) => valuesOf(name).map((value) => name + value)).join('')
  },
  formats: ['form', 'json'],
})
