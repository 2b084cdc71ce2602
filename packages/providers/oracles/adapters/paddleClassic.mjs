import { generateKeyPairSync } from 'node:crypto'
import { parse } from 'node:querystring'
import { verifyPaddleWebhook } from 'verify-paddle-webhook'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'verify-paddle-webhook', uses: 'verifyPaddleWebhook' }

export const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** A form, to which `p_signature` is added. */
export const body = new URLSearchParams({
  alert_id: '1234567890',
  alert_name: 'subscription_created',
  email: 'someone@example.com',
  event_time: '2026-01-05 10:00:00',
}).toString()

export const request = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

/** Whether the package accepts a request. */
export async function verify({ body }, { publicKey } = keys) {
  return verifyPaddleWebhook(publicKey, parse(body.toString()))
}
