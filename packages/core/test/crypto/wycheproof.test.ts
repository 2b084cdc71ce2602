import { type JsonWebKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { equalInConstantTime } from '../../src/crypto/constant-time.js'
import type { Hash } from '../../src/crypto/hash.js'
import { prepareMac } from '../../src/crypto/mac.js'
import { type EcdsaForm, pairSignature } from '../../src/crypto/pair-signature.js'
import { aesGcmEnvelope } from '../../src/decrypt/aes-gcm-envelope.js'
import { DecryptionError } from '../../src/errors.js'
import { importKey } from '../../src/keys/import-key.js'
import type { KeyMaterial } from '../../src/keys/key-material.js'
import type { PairAlgorithm } from '../../src/keys/key-algorithm.js'

// Vectors of https://github.com/C2SP/wycheproof, beside the repository and no part of it.
const folder = join(repositoryRoot(), '../shared/vectors/wycheproof')
const withVectors = existsSync(folder) ? describe : describe.skip
if (!existsSync(folder)) {
  test('skips the vectors of Wycheproof, as ../shared/vectors/wycheproof is not there', () => {
    console.warn('Skipped: the vectors of Wycheproof, as ../shared/vectors/wycheproof is not there.')
  })
}

interface Case {
  tcId: number
  flags: string[]
  result: 'valid' | 'invalid' | 'acceptable'
  msg: string
}
interface SignatureCase extends Case {
  sig: string
}
interface MacCase extends Case {
  key: string
  tag: string
}
interface AeadCase extends MacCase {
  iv: string
  aad: string
  ct: string
}
interface Group<One extends Case> {
  tests: One[]
  keySize: number
  tagSize: number
  ivSize: number
  publicKeyPem: string
  publicKeyDer: string
  publicKeyJwk?: JsonWebKey
  keyJwk?: JsonWebKey
  publicKey: { pk?: string; uncompressed?: string }
}

function repositoryRoot(): string {
  let path = __dirname
  while (!existsSync(join(path, 'lerna.json'))) path = dirname(path)
  return path
}

function groupsOf<One extends Case>(file: string): Group<One>[] {
  const text = readFileSync(join(folder, `${file}.json`), 'utf8')
  return (JSON.parse(text) as { testGroups: Group<One>[] }).testGroups
}

const bytesOf = (hex: string) => Buffer.from(hex, 'hex')

/** The ids of the cases of a list, and how often each verdict was given. */
function judge<One extends Case>(cases: readonly One[], accept: (one: One) => boolean) {
  const accepted = new Map(cases.map((one) => [one, accept(one)]))
  const ids = (result: Case['result'], verdict: boolean) =>
    cases.filter((one) => one.result === result && accepted.get(one) === verdict).map(({ tcId }) => tcId)
  return {
    valid: ids('valid', true).length,
    invalid: ids('invalid', false).length,
    validRefused: ids('valid', false),
    invalidAccepted: ids('invalid', true),
    acceptableAccepted: ids('acceptable', true),
    acceptableRefused: ids('acceptable', false),
  }
}

/** Imports a key from each form in which the file has it, and gives the one that they all are. */
function keyOf(group: Group<SignatureCase>, algorithm: PairAlgorithm): KeyObject {
  const raw = group.publicKey.pk ?? group.publicKey.uncompressed
  const forms: (KeyMaterial | undefined)[] = [
    group.publicKeyPem,
    bytesOf(group.publicKeyDer),
    group.publicKeyJwk ?? group.keyJwk,
    raw === undefined ? undefined : bytesOf(raw),
  ]
  const keys = forms.flatMap((form) =>
    form === undefined ? [] : [importKey(form, algorithm, undefined, 'Wycheproof')],
  )
  for (const key of keys) expect(key.equals(keys[0]!)).toBe(true)
  return keys[0]!
}

withVectors('Wycheproof', () => {
  test.each<{
    file: string
    algorithm: PairAlgorithm
    ecdsa?: EcdsaForm
    valid: number
    invalid: number
    /** The one case so marked lacks the NULL of the algorithm within the padding: RFC 8017, 9.2, step 2 demands it. */
    acceptable?: number[]
  }>([
    { file: 'ed25519_test', algorithm: 'ed25519', valid: 88, invalid: 63 },
    { file: 'rsa_pss_2048_sha256_mgf1_32_test', algorithm: 'rsa-pss-sha256', valid: 63, invalid: 45 },
    { file: 'rsa_pss_4096_sha256_mgf1_32_test', algorithm: 'rsa-pss-sha256', valid: 63, invalid: 45 },
    {
      file: 'rsa_signature_2048_sha256_test',
      algorithm: 'rsa-pkcs1-sha256',
      valid: 9,
      invalid: 249,
      acceptable: [8],
    },
    {
      file: 'ecdsa_secp256r1_sha256_test',
      algorithm: 'ecdsa-p256-sha256',
      ecdsa: 'der',
      valid: 174,
      invalid: 310,
    },
    { file: 'ecdsa_secp256r1_sha256_p1363_test', algorithm: 'ecdsa-p256-sha256', valid: 173, invalid: 89 },
  ])('$file: accepts all $valid valid signatures, and refuses all $invalid others', (row) => {
    const { file, algorithm, ecdsa, valid, invalid, acceptable = [] } = row
    const signature = pairSignature(algorithm, ecdsa)
    const keys = new Map<SignatureCase, KeyObject>()
    for (const group of groupsOf<SignatureCase>(file)) {
      const key = keyOf(group, algorithm)
      for (const one of group.tests) keys.set(one, key)
    }
    const verdict = judge([...keys.keys()], (one) => {
      const key = keys.get(one)!
      const bytes = bytesOf(one.sig)
      return signature.canHaveLength(key, bytes.length) && signature.verify(key, bytesOf(one.msg), bytes)
    })
    expect(verdict).toEqual({
      valid,
      invalid,
      validRefused: [],
      invalidAccepted: [],
      acceptableAccepted: [],
      acceptableRefused: acceptable,
    })
  })

  test('no signature is taken only because of its length, nor refused by it when it is valid', () => {
    const signature = pairSignature('ecdsa-p256-sha256', 'der')
    const wrong = groupsOf<SignatureCase>('ecdsa_secp256r1_sha256_test').flatMap((group) => {
      const key = keyOf(group, 'ecdsa-p256-sha256')
      return group.tests.filter(
        ({ msg, sig, result }) => signature.verify(key, bytesOf(msg), bytesOf(sig)) !== (result === 'valid'),
      )
    })
    expect(wrong.map(({ tcId }) => tcId)).toEqual([])
  })

  // A tag that was cut to half its length is valid in Wycheproof where the group says so. Whoever compares texts of the
  // whole length refuses it, as a signature header gives no one a say in how much of it counts.
  test.each<{
    hash: Exclude<Hash, 'md5'>
    bits: number
    valid: number
    invalid: number
    cut: number
    shortKeys: number
  }>([
    { hash: 'sha1', bits: 160, valid: 33, invalid: 54, cut: 33, shortKeys: 3 },
    { hash: 'sha256', bits: 256, valid: 33, invalid: 54, cut: 33, shortKeys: 0 },
    { hash: 'sha512', bits: 512, valid: 33, invalid: 54, cut: 33, shortKeys: 0 },
  ])(
    'hmac_$hash: accepts all $valid valid tags, refuses all $invalid others, and $cut that are valid when cut',
    ({ hash, bits, valid, invalid, cut, shortKeys }) => {
      const groups = groupsOf<MacCase>(`hmac_${hash}_test`)
      const cases = (isWhole: boolean) =>
        groups.filter(({ tagSize }) => (tagSize === bits) === isWhole).flatMap(({ tests }) => tests)
      const accept = ({ key, msg, tag }: MacCase) =>
        equalInConstantTime(prepareMac(bytesOf(key), hash, 'hex')('', bytesOf(msg), ''), tag)
      const whole = judge(cases(true), accept)
      expect(whole).toMatchObject({ valid, invalid, validRefused: [], invalidAccepted: [] })
      const half = judge(cases(false), accept)
      expect(half).toMatchObject({ valid: 0, invalidAccepted: [] })
      expect(half.validRefused).toHaveLength(cut)
      // Keys of 10 bytes count, but are no keys of ours.
      const refused = cases(true).filter(({ key }) => !isImported(bytesOf(key), `hmac-${hash}`))
      expect(refused).toHaveLength(shortKeys)
    },
  )

  test('aes_gcm_test: opens all 39 valid envelopes of AES-256 with a nonce of 96 bits, and none of 27 others', () => {
    const groups = groupsOf<AeadCase>('aes_gcm_test').filter(
      ({ keySize, ivSize }) => keySize === 256 && ivSize === 96,
    )
    const verdict = judge(
      groups.flatMap(({ tests }) => tests),
      ({ key, iv, aad, ct, tag, msg }) => open(key, iv, aad, ct, tag)?.equals(bytesOf(msg)) ?? false,
    )
    expect(verdict).toMatchObject({ valid: 39, invalid: 27, validRefused: [], invalidAccepted: [] })
  })

  test('aes_gcm_test: refuses what is valid, but has a nonce of another length (37) or a shorter key (153)', () => {
    const groups = groupsOf<AeadCase>('aes_gcm_test')
    const otherNonces = groups
      .filter(({ keySize, ivSize }) => keySize === 256 && ivSize !== 96)
      .flatMap(({ tests }) => tests)
    const verdict = judge(
      otherNonces,
      ({ key, iv, aad, ct, tag }) => open(key, iv, aad, ct, tag) !== undefined,
    )
    expect(verdict).toMatchObject({ valid: 0, invalidAccepted: [] })
    expect(verdict.validRefused).toHaveLength(37)
    const shortKeys = groups.filter(({ keySize }) => keySize < 256).flatMap(({ tests }) => tests)
    const refused = shortKeys.filter(({ key }) => !isImported(bytesOf(key), 'aes-256-gcm'))
    expect(refused).toHaveLength(shortKeys.length)
    expect(refused.filter(({ result }) => result === 'valid')).toHaveLength(153)
  })
})

function isImported(
  key: Buffer,
  algorithm: 'hmac-sha1' | 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512' | 'aes-256-gcm',
) {
  try {
    importKey(key, algorithm, undefined, 'Wycheproof')
    return true
  } catch (error) {
    expect((error as Error).message).toMatch(/too short|needs 32/)
    return false
  }
}

function open(key: string, iv: string, aad: string, ct: string, tag: string): Buffer | undefined {
  const base64 = (hex: string) => bytesOf(hex).toString('base64')
  const body = { encrypted: base64(ct + tag), nonce: base64(iv), aad: aad === '' ? undefined : base64(aad) }
  try {
    return aesGcmEnvelope({ keys: bytesOf(key) }).decrypt(
      Buffer.from(JSON.stringify(body)),
      { method: 'POST', headers: {} },
      Date.now(),
    )
  } catch (error) {
    expect(error).toBeInstanceOf(DecryptionError)
    return undefined
  }
}
