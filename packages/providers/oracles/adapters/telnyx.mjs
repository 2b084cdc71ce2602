import { generateKeyPairSync } from 'node:crypto'
import Telnyx from 'telnyx'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'telnyx', uses: 'webhooks.unwrap' }

const pair = generateKeyPairSync('ed25519')

/** The public key as the portal gives it: the 32 bytes in base64. */
export const keys = {
  publicKey: Buffer.from(pair.publicKey.export({ format: 'jwk' }).x, 'base64url').toString('base64'),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
}

const { webhooks } = new Telnyx({ apiKey: 'key' })

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, { publicKey }) {
  await webhooks.unwrap(body.toString(), { headers, key: publicKey })
  return true
}
