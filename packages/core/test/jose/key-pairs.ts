import { generateKeyPairSync } from 'node:crypto'

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const edwards = generateKeyPairSync('ed25519')

/** The pairs for signatures, each with what it is for. */
export const signingPairs = [
  { alg: 'PS256', algorithm: 'rsa-pss-sha256', pair: rsa },
  { alg: 'ES256', algorithm: 'ecdsa-p256-sha256', pair: p256 },
  { alg: 'EdDSA', algorithm: 'ed25519', pair: edwards },
] as const
