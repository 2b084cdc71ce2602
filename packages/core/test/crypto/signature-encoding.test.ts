import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { defineScheme, type PairSchemeDefinition, type SecretSchemeDefinition } from '@postern/core'
import { acme, plain, secret, send } from '../schemes/acme.js'

type Encoding = SecretSchemeDefinition['signature']['encoding']

const mac = createHmac('sha256', secret).update('{}').digest()
const hex = mac.toString('hex')
const base64 = mac.toString('base64')
const url = mac.toString('base64url')
const hexInBase64 = Buffer.from(hex).toString('base64')

const ofSecret = (encoding: Encoding) =>
  acme({ signature: { header: 'x-signature', format: 'raw', encoding } })

test.each<{ encoding: Encoding; written: string; read: string[]; refused: string[] }>([
  {
    encoding: 'hex',
    written: hex,
    read: [hex.toUpperCase(), hex.slice(0, 9) + hex.slice(9).toUpperCase()],
    refused: [hex.slice(2), `${hex}00`, `0x${hex}`, `${hex.slice(1)}g`, base64],
  },
  { encoding: 'HEX', written: hex.toUpperCase(), read: [hex], refused: [hex.slice(2), base64] },
  {
    encoding: 'base64',
    written: base64,
    read: [],
    refused: [base64.slice(0, -1), `${base64}=`, url, hex, `${base64.slice(0, -2)}*=`],
  },
  {
    encoding: 'base64url',
    written: url,
    read: [`${url}=`],
    refused: [`${url}==`, `${url}A`, url.slice(1), `+${url.slice(1)}`, `/${url.slice(1)}`, hex],
  },
  {
    encoding: 'hex-in-base64',
    written: hexInBase64,
    read: [],
    refused: [hex, base64, hexInBase64.slice(0, -1)],
  },
])('writes and reads the MAC in $encoding', async ({ encoding, written, read, refused }) => {
  const scheme = ofSecret(encoding)
  const verdict = (text: string) => send(scheme, { headers: { 'x-signature': text } })
  expect(scheme.sign({ body: '{}' })).toEqual({ 'x-signature': written })
  for (const text of [written, ...read]) expect([text, await verdict(text)]).toEqual([text, 'admitted'])
  for (const text of refused) expect([text, await verdict(text)]).toEqual([text, 'signature_malformed'])
})

test('compares base64 with its case', async () => {
  const flipped = base64.replace(/[A-Za-z]/, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
  expect(await send(ofSecret('base64'), { headers: { 'x-signature': flipped } })).toBe('signature_mismatch')
})

// A signature by which the two alphabets of base64 can be told apart, which one in sixteen is not.
let edwards: ReturnType<typeof generateKeyPairSync>
let pair: Buffer
do {
  edwards = generateKeyPairSync('ed25519')
  pair = sign(null, Buffer.from('{}'), edwards.privateKey)
} while (!/[+/]/.test(pair.toString('base64')))
const { secret: _, ...others } = plain

const ofPair = (encoding: Encoding) => {
  const definition = {
    ...others,
    algorithm: 'ed25519',
    signature: { header: 'x-signature', format: 'raw', encoding },
  } as PairSchemeDefinition
  return {
    receiver: defineScheme(definition)({ keys: edwards.publicKey }),
    sender: defineScheme(definition)({ keys: edwards.privateKey }),
    byRequest: defineScheme(definition)({ keys: () => edwards.publicKey }),
  }
}

const pairBase64 = pair.toString('base64')
const pairUrl = pair.toString('base64url')
const pairHex = pair.toString('hex')
const pairHexInBase64 = Buffer.from(pairHex).toString('base64')

test.each<{ encoding: Encoding; written: string; read: string[]; refused: string[] }>([
  {
    encoding: 'hex',
    written: pairHex,
    read: [pairHex.toUpperCase()],
    refused: [pairBase64, pairHex.slice(2)],
  },
  { encoding: 'HEX', written: pairHex.toUpperCase(), read: [pairHex], refused: [pairBase64] },
  {
    encoding: 'base64',
    written: pairBase64,
    read: [],
    refused: [pairBase64.replace(/=+$/, ''), pairBase64.slice(0, -1), pairUrl, `${pairBase64}A`, ''],
  },
  {
    encoding: 'base64url',
    written: pairUrl,
    read: [`${pairUrl}==`],
    refused: [`${pairUrl}A`, `${pairUrl}=`, pairBase64],
  },
  { encoding: 'hex-in-base64', written: pairHexInBase64, read: [], refused: [pairHex, pairBase64] },
])('writes and reads the signature of a pair in $encoding', async ({ encoding, written, read, refused }) => {
  const { receiver, sender, byRequest } = ofPair(encoding)
  expect(sender.sign({ body: '{}' })).toEqual({ 'x-signature': written })
  for (const scheme of [receiver, byRequest]) {
    const verdict = (text: string) => send(scheme, { headers: { 'x-signature': text } })
    for (const text of [written, ...read]) expect([text, await verdict(text)]).toEqual([text, 'admitted'])
    for (const text of refused)
      expect([text, await verdict(text)]).toEqual([text, expect.stringMatching(/^signature_m/)])
  }
})
