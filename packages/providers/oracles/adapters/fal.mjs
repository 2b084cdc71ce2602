import { generateKeyPairSync } from 'node:crypto'
import { verifyWithTern } from './_tern.mjs'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: '@hookflo/tern',
  uses: "WebhookVerificationService.verify, platform 'falai'",
}

const pair = generateKeyPairSync('ed25519')

/** The public key is published as a JWK, of which the SDK makes this PEM. */
export const keys = {
  publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  jwks: { keys: [pair.publicKey.export({ format: 'jwk' })] },
}

/** The ids of the request and of the user are signed. */
export const request = {
  headers: {
    'x-fal-webhook-request-id': '019c6a42-6e5b-7d3a-8f21-0b9c4e7d5a13',
    'x-fal-webhook-user-id': 'github|1234567',
  },
}

/** Whether tern accepts a request. */
export const verify = (request, { publicKey }) => verifyWithTern('falai', request, '', { publicKey })
