import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import { defineScheme } from '@postern/core'

/**
 * Twilio's webhooks.
 *
 * - Signed: the URL and the fields of a form; or the URL with `bodySHA256` in its query, the hash of any other
 *   body. A body that neither covers is refused. There is no timestamp, so a recording can be replayed at any
 *   time.
 * - Secret: the primary Auth Token in the Console. A secondary one signs nothing until it is promoted.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: give the `url` exactly as Twilio has it, without a fragment such as `#rc=3`; for webhooks of JSON, and
 *   for those alone, it is a function that keeps the query of the request, as the fields of a form verify in the
 *   query too. Nothing marks where a field's name ends and its value begins, so take those fields alone that you
 *   know. Webhooks must be set to POST.
 * @see https://twilio.com/docs/usage/webhooks/webhooks-security
 */
export const twilio = defineScheme({
  name: 'twilio',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  secretHint:
    'The signature is made with the primary auth token of the account that the number belongs to, a subaccount perhaps; API key secrets are none. The URL must be the one that Twilio called, with its query.',
  secretPattern: /^[0-9a-f]{32}$/,
  signature: { header: 'x-twilio-signature', format: 'raw', encoding: 'base64' },
  signs: ({ rawBody, value }) => {
    const url = value('url')
    // Twilio adds it last. Elsewhere it may be the text of a field, of a form that was signed.
    const bodyHash = /[?&]bodySHA256=([^&#]*)$/.exec(url)?.[1]
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
