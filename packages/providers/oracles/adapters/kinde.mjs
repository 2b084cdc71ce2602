import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import { decodeWebhook } from '@kinde/webhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@kinde/webhooks', uses: 'decodeWebhook' }

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keyId = '4f:1c:2a:9e:7b:3d:4e:58'

/** The public key is published at `/.well-known/jwks.json` of the domain. */
export const keys = {
  keyId,
  publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  jwks: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] },
}

/** The claims of a delivery. */
export const body = JSON.stringify({
  event_id: 'event_018b4c',
  type: 'user.updated',
  source: 'admin',
  data: {},
})

/** The domain is a server of this process, since the SDK fetches the keys itself. */
async function serveKeys(jwks) {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { domain: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}

/** Whether the SDK accepts a request. */
export async function verify({ body }, { jwks }) {
  const { domain, close } = await serveKeys(jwks)
  try {
    return (await decodeWebhook(body.toString(), domain)) !== null
  } finally {
    close()
  }
}
