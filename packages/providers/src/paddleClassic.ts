import { parse } from 'node:querystring'
import { defineScheme } from '@postern/core'

/**
 * Alerts of Paddle Classic, which Paddle Billing has replaced.
 *
 * - Signed: all fields of the form but `p_signature`, in PHP's serialization. `event_time` is that of the event,
 *   and is not looked at, so a recording can be replayed at any time.
 * - Secret: none. `keys` is the "Public Key" under Developer Tools, in PEM.
 * - Event id: `$.alert_id`, signed.
 * - Event type: `$.alert_name`, signed.
 * - Retries: not known.
 * - Note: a webhook that fulfils a product need not have these two fields: give its route an `eventId`.
 * @see https://developer.paddle.com/webhook-reference/verifying-webhooks
 */
export const paddleClassic = defineScheme({
  name: 'paddle-classic',
  algorithm: 'rsa-pkcs1-sha1',
  signature: { form: 'p_signature', format: 'raw', encoding: 'base64' },
  signs: ({ rawBody }) => {
    const form = parse(Buffer.from(rawBody).toString(), undefined, undefined, { maxKeys: 0 })
    const names = Object.keys(form).filter((name) => name !== 'p_signature')
    // A field that came twice is written twice, which Paddle never does.
    const valuesOf = (name: string) => [form[name] ?? ''].flat()
    const pairs = names
      .sort()
      .flatMap((name) => valuesOf(name).map((value) => phpText(name) + phpText(value)))
    return `a:${pairs.length}:{${pairs.join('')}}`
  },
  formats: ['form'],
  event: { id: '$.alert_id', type: '$.alert_name' },
})

function phpText(text: string): string {
  return `s:${Buffer.byteLength(text)}:"${text}";`
}
