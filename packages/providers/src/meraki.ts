import { defineCredential } from '@postern/core'

/**
 * Cisco Meraki's alerts, by the default payload template.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the shared secret of the HTTP server, under Network-wide, Alerts. It stands in the body.
 * - Event id: `$.alertId`, **not signed**.
 * - Event type: `$.alertType`, **not signed**.
 * - Retries: not known.
 * - Note: another template may rename the members, or send the secret in a header: define a credential for it. The
 *   payload that handlers get has the secret in it, so keep it out of logs.
 * @see https://developer.cisco.com/meraki/webhooks/introduction/
 */
export const meraki = defineCredential({
  name: 'meraki',
  credential: { json: '$.sharedSecret' },
  formats: ['json'],
  event: { id: '$.alertId', type: '$.alertType' },
})
