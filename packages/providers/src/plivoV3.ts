import { parse } from 'node:querystring'
import { defineScheme } from '@postern/core'

/**
 * Plivo's callbacks, with signatures of version 3.
 *
 * - Signed: the URL, the fields of the form and the nonce. There is no timestamp, so a recording can be replayed
 *   at any time.
 * - Secret: the Auth Token of the account, or of the subaccount, in the console. The main account signs too, in
 *   `x-plivo-signature-ma-v3`: the token of either will do.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: give the `url` that Plivo has. Nothing marks where a field's name ends and its value begins, so take
 *   those fields alone that you know. Callbacks must be set to POST.
 * @see https://app.unpkg.com/plivo@4.75.6/files/dist/utils/v3Security.js
 */
export const plivoV3 = defineScheme({
  name: 'plivo-v3',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    headers: ['x-plivo-signature-v3', 'x-plivo-signature-ma-v3'],
    format: { list: ',' },
    encoding: 'base64',
  },
  signs: ({ rawBody, value }) => {
    const [base = '', queryText = ''] = value('url').split(/\?(.*)/s, 2)
    const query = sortedPairs(queryText, '=').join('&')
    const form = sortedPairs(Buffer.from(rawBody).toString(), '').join('')
    const start = query === '' && form === '' ? '' : '?'
    const between = query === '' || form === '' ? '' : '.'
    // With a dot in it, it could take the last fields of the form for its own.
    const nonce = value('header:x-plivo-signature-v3-nonce').replaceAll('.', '')
    return `${base}${start}${query}${between}${form}.${nonce}`
  },
  formats: ['form'],
})

function sortedPairs(text: string, separator: string): string[] {
  const fields = parse(text, undefined, undefined, { maxKeys: 0 })
  const valuesOf = (name: string) => [fields[name] ?? ''].flat().sort()
  const names = Object.keys(fields).sort()
  return names.flatMap((name) => valuesOf(name).map((value) => name + separator + value))
}
