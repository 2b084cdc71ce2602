import { generateKeyPairSync } from 'node:crypto'
import { OAuth2Client } from 'google-auth-library'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'google-auth-library', uses: 'OAuth2Client.verifySignedJwtWithCertsAsync' }

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Google publishes the public keys by key id: what is here stands for what it publishes. */
export const keys = {
  keyId: 'f1e2d3c4b5a6978877665544332211aabbccddee',
  publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
}

/** The claims of a delivery: the audience is the push endpoint unless configured otherwise. */
export const claims = {
  iss: 'https://accounts.google.com',
  aud: 'https://example.com/push',
  email: 'push@project.iam.gserviceaccount.com',
  email_verified: true,
}

/** The preset is told the key's id, the audience and the account. */
export const receiving = { keys: { kid: keys.keyId, key: keys.publicKey } }
export const sending = { keys: { kid: keys.keyId, key: keys.privateKey } }
export const options = { audience: claims.aud, email: claims.email }

/** The token says nothing of the body. */
export const checksBody = false

/** Whether the SDK accepts a request. */
export async function verify({ headers }, { keyId, publicKey }) {
  const ticket = await new OAuth2Client().verifySignedJwtWithCertsAsync(
    headers.authorization.replace(/^Bearer /i, ''),
    { [keyId]: publicKey },
    claims.aud,
    ['https://accounts.google.com', 'accounts.google.com'],
  )
  const { email, email_verified: verified } = ticket.getPayload()
  return email === claims.email && verified === true
}
