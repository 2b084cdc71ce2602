import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EcdsaForm, pairSignature } from '../../src/crypto/pair-signature.js'
import { importKey } from '../../src/keys/import-key.js'
import type { PairAlgorithm } from '../../src/keys/key-algorithm.js'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const withOpenssl = hasOpenssl ? test : test.skip
if (!hasOpenssl) {
  test('skips the comparison with OpenSSL, as there is no openssl command here', () => {
    console.warn('Skipped: the comparison with OpenSSL, as there is no openssl command here.')
  })
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-openssl-'))
  writeFileSync(join(folder, 'message'), message)
  if (!hasOpenssl) return
  openssl('genrsa', '-out', 'rsa.pem', '2048')
  openssl('rsa', '-in', 'rsa.pem', '-pubout', '-out', 'rsa.pub.pem')
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'p256.pem')
  openssl('genpkey', '-algorithm', 'ed25519', '-out', 'ed25519.pem')
  for (const name of ['p256', 'ed25519'])
    openssl('pkey', '-in', `${name}.pem`, '-pubout', '-out', `${name}.pub.pem`)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const message = Buffer.from('{"message":"Zażółć gęślą jaźń"}\r\n\u0000')

function openssl(...parameters: string[]): string {
  return execFileSync('openssl', parameters, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
}

function keysOf(name: string, algorithm: PairAlgorithm) {
  const read = (file: string) =>
    importKey(readFileSync(join(folder, file), 'utf8'), algorithm, undefined, file)
  return { publicKey: read(`${name}.pub.pem`), privateKey: read(`${name}.pem`) }
}

const pss = (salt: string) => ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', `rsa_pss_saltlen:${salt}`]
const ofMessage = ['-rawin', '-in', 'message']
interface Case {
  name: string
  key: string
  algorithm: PairAlgorithm
  ecdsa?: EcdsaForm
  sign: string[]
  verify: string[]
}
const byDigest = (key: string, hash: string, options: string[] = []) => ({
  key,
  sign: ['dgst', hash, '-sign', `${key}.pem`, ...options, '-out', 'signature', 'message'],
  verify: ['dgst', hash, '-verify', `${key}.pub.pem`, ...options, '-signature', 'signature', 'message'],
})
const cases: Case[] = [
  {
    name: 'RSA-PSS, salt "digest"',
    algorithm: 'rsa-pss-sha256',
    ...byDigest('rsa', '-sha256', pss('digest')),
  },
  { name: 'RSA-PSS, salt 32', algorithm: 'rsa-pss-sha256', ...byDigest('rsa', '-sha256', pss('32')) },
  { name: 'RSA-PSS with SHA-512', algorithm: 'rsa-pss-sha512', ...byDigest('rsa', '-sha512', pss('64')) },
  { name: 'RSA PKCS #1', algorithm: 'rsa-pkcs1-sha256', ...byDigest('rsa', '-sha256') },
  { name: 'ECDSA', algorithm: 'ecdsa-p256-sha256', ecdsa: 'der', ...byDigest('p256', '-sha256') },
  {
    name: 'Ed25519',
    algorithm: 'ed25519',
    key: 'ed25519',
    sign: ['pkeyutl', '-sign', '-inkey', 'ed25519.pem', ...ofMessage, '-out', 'signature'],
    verify: [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      'ed25519.pub.pem',
      ...ofMessage,
      '-sigfile',
      'signature',
    ],
  },
]

withOpenssl.each(cases)('verifies what OpenSSL signed: $name', ({ key, algorithm, ecdsa, sign }) => {
  openssl(...sign)
  const signed = readFileSync(join(folder, 'signature'))
  const { publicKey } = keysOf(key, algorithm)
  const signature = pairSignature(algorithm, ecdsa)
  expect(signature.canHaveLength(publicKey, signed.length)).toBe(true)
  expect(signature.verify(publicKey, message, signed)).toBe(true)
  expect(signature.verify(publicKey, message.subarray(1), signed)).toBe(false)
})

withOpenssl.each(cases)('signs what OpenSSL verifies: $name', ({ key, algorithm, ecdsa, verify }) => {
  const signed = pairSignature(algorithm, ecdsa).sign(keysOf(key, algorithm).privateKey, message)
  writeFileSync(join(folder, 'signature'), signed)
  expect(openssl(...verify)).toMatch(/Verified OK|Signature Verified Successfully/)
})

withOpenssl.each(['0', '20', '64', 'max'])('refuses RSA-PSS by OpenSSL with a salt of %s', (salt) => {
  openssl(...byDigest('rsa', '-sha256', pss(salt)).sign)
  const signed = readFileSync(join(folder, 'signature'))
  const { publicKey } = keysOf('rsa', 'rsa-pss-sha256')
  expect(pairSignature('rsa-pss-sha256').verify(publicKey, message, signed)).toBe(false)
})

withOpenssl('refuses RSA-PSS by OpenSSL with SHA-1 in MGF1', () => {
  const options = [...pss('32'), '-sigopt', 'rsa_mgf1_md:sha1']
  openssl(...byDigest('rsa', '-sha256', options).sign)
  const signed = readFileSync(join(folder, 'signature'))
  const { publicKey } = keysOf('rsa', 'rsa-pss-sha256')
  expect(pairSignature('rsa-pss-sha256').verify(publicKey, message, signed)).toBe(false)
})

withOpenssl('refuses DER of ECDSA by OpenSSL where the two numbers alone are expected', () => {
  openssl(...byDigest('p256', '-sha256').sign)
  const signed = readFileSync(join(folder, 'signature'))
  const { publicKey } = keysOf('p256', 'ecdsa-p256-sha256')
  expect(pairSignature('ecdsa-p256-sha256', 'raw').verify(publicKey, message, signed)).toBe(false)
})

withOpenssl('reads the keys that OpenSSL writes in its own ways', () => {
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-out', 'with-parameters.pem')
  openssl('rsa', '-in', 'rsa.pem', '-traditional', '-out', 'traditional.pem')
  openssl('rsa', '-in', 'rsa.pem', '-RSAPublicKey_out', '-out', 'traditional.pub.pem')
  const read = (file: string, algorithm: PairAlgorithm) =>
    importKey(readFileSync(join(folder, file), 'utf8'), algorithm, undefined, file)
  expect(read('with-parameters.pem', 'ecdsa-p256-sha256').type).toBe('private')
  const { publicKey, privateKey } = keysOf('rsa', 'rsa-pss-sha256')
  expect(read('traditional.pem', 'rsa-pss-sha256').equals(privateKey)).toBe(true)
  expect(read('traditional.pub.pem', 'rsa-pss-sha256').equals(publicKey)).toBe(true)
})
