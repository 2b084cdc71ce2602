import { defineStandardWebhooks, type Scheme, type Secrets } from '@postern/core'
import { decodeBase57 } from './internal/base57.js'
import { mapSecrets } from './internal/map-secrets.js'

const signed = defineStandardWebhooks({
  name: 'pimlico',
  families: ['svix', 'webhook'],
  event: { type: '$.type' },
  formats: ['json'],
  secretHint:
    'Each sponsorship policy has a webhook secret of its own (`pim_whsec_`); API keys (`pim_`) are none.',
})

/**
 * Pimlico's webhooks of sponsorship policies.
 *
 * - Signed: the id, the timestamp and the body.
 * - Secret: the settings of the sponsorship policy in the dashboard (`pim_whsec_...`), as it is.
 * - Event id: `svix-id` or `webhook-id`, signed.
 * - Event type: `$.type`, signed.
 * - Retries: not known.
 * - Note: `user_operation.sponsorship.requested` waits for `{"sponsor": true}` or `{"sponsor": false}` in the
 *   answer of your route. The secret is text in base 57, whose bytes in hexadecimal are read as base64.
 * @see https://github.com/pimlicolabs/docs/blob/HEAD/docs/pages/guides/how-to/sponsorship-policies/webhook.mdx
 */
export function pimlico({ secrets, ...rest }: { readonly secrets: Secrets }): Scheme {
  return signed({ ...rest, secrets: mapSecrets(secrets, keyOf) })
}

function keyOf(secret: string): Uint8Array {
  const hex = decodeBase57(secret.replace(/^pim_whsec_/, ''))?.toString('hex') ?? ''
  // Of an odd number of bytes nothing would be base64.
  if (hex === '' || hex.length % 4 !== 0)
    throw new TypeError('pimlico: a secret is pim_whsec_ and letters and digits of base 57 behind it.')
  return Buffer.from(hex, 'base64')
}
