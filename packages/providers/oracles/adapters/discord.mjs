import { generateKeyPairSync } from 'node:crypto'
import { verifyKey } from 'discord-interactions'

/** What verifies: the package, and what of it. It looks at no clock. */
export const oracle = { package: 'discord-interactions', uses: 'verifyKey' }

const pair = generateKeyPairSync('ed25519')

/** The public key as the developer portal shows it, 32 bytes in hex. */
export const keys = {
  publicKey: Buffer.from(pair.publicKey.export({ format: 'jwk' }).x, 'base64url').toString('hex'),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
}

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, { publicKey } = keys) {
  return verifyKey(body, headers['x-signature-ed25519'], headers['x-signature-timestamp'], publicKey)
}
