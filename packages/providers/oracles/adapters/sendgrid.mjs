import { generateKeyPairSync } from 'node:crypto'
import { EventWebhook } from '@sendgrid/eventwebhook'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@sendgrid/eventwebhook', uses: 'EventWebhook.verifySignature' }

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** The public key as the settings show it, SubjectPublicKeyInfo in base64. */
export const keys = {
  publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
}

/** A batch, whose line end is signed as well. */
export const body = `${JSON.stringify([
  { email: 'someone@example.com', timestamp: 1767607200, event: 'delivered', sg_event_id: 'ZGVsaXZlcmVk' },
])}\r\n`

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, { publicKey } = keys) {
  const webhook = new EventWebhook()
  return webhook.verifySignature(
    webhook.convertPublicKeyToECDSA(publicKey),
    body,
    headers['x-twilio-email-event-webhook-signature'],
    headers['x-twilio-email-event-webhook-timestamp'],
  )
}
