import { SignatureError, type SignatureReason } from '../../src/index.js'
import { checkContentDigest, contentDigest, httpMessageSignatures } from '../../src/http-signatures/index.js'
import { messageKeys } from '../../src/http-signatures/message-keys.js'
import { readSignatures } from '../../src/http-signatures/message-signature.js'
import { signatureBase } from '../../src/http-signatures/signature-base.js'
import { vectorBytes } from '../golden-vectors.js'
import { digestVectors, keyOf, type MessageVector, messageVectors } from './golden-http.js'

/** What the vectors call a refusal, and what we do: one of ours for each of theirs. */
const reasons: Record<string, SignatureReason> = {
  algorithm_not_allowed: 'algorithm_not_allowed',
  digest_mismatch: 'digest_mismatch',
  insufficient_coverage: 'coverage_insufficient',
  signature_mismatch: 'signature_mismatch',
}

function expected({ expect: wanted }: Pick<MessageVector, 'expect'>): unknown {
  return wanted.ok ? wanted : { ok: false, reason: reasons[wanted.reason] }
}

function judgementOf(verify: () => unknown): unknown {
  try {
    verify()
    return { ok: true }
  } catch (error) {
    if (error instanceof SignatureError) return { ok: false, reason: error.reason }
    throw error
  }
}

function requestOf({ request, signature, signatureInput }: MessageVector) {
  const { method, url, headers } = request
  return { method, url, headers: { ...headers, Signature: signature, 'Signature-Input': signatureInput } }
}

test('maps no two refusals of the vectors to one of ours', () => {
  expect(new Set(Object.values(reasons)).size).toBe(Object.keys(reasons).length)
  const all = [...digestVectors, ...messageVectors].map((vector) => vector.expect)
  const named = all.flatMap((wanted) => (wanted.ok ? [] : [wanted.reason]))
  expect([...new Set(named)].sort()).toEqual(Object.keys(reasons))
})

test.each(digestVectors)('judges $id as its maker does', ({ body, header, ...vector }) => {
  const judgement = judgementOf(() => {
    checkContentDigest(header['Content-Digest'], vectorBytes(body))
  })
  expect(judgement).toEqual(expected(vector))
})

test.each(digestVectors.filter((vector) => vector.expect.ok))(
  'writes the digest of $id as its maker does',
  ({ body, header }) => {
    const digests = (['sha-256', 'sha-512'] as const).map((algorithm) =>
      contentDigest(vectorBytes(body), algorithm),
    )
    for (const part of header['Content-Digest'].split(', ')) expect(digests).toContain(part)
  },
)

test.each(messageVectors)('makes the signature base of $id', (vector) => {
  const request = requestOf(vector)
  const [sent] = readSignatures(request)
  const base = signatureBase(sent!.input, request, undefined)
  // The base that was signed; what the request has instead is why two are refused.
  const changed = vector.expect.ok ? undefined : changedComponents[vector.id]
  expect(base === vector.signatureBase).toBe(changed === undefined)
  const differing = base.split('\n').filter((line) => !vector.signatureBase.split('\n').includes(line))
  expect(differing).toEqual(changed ?? [])
})

const changedComponents: Record<string, string[]> = {
  'rfc9421/bad-method': ['"@method": PUT'],
  'rfc9421/bad-uri': ['"@target-uri": https://hooks.example.com/in?tenant=8'],
}

// The example of the RFC does not cover the body, which no receiver of ours accepts.
const withoutDigest = 'rfc9421/b25-hmac'

test.each(messageVectors.filter(({ id }) => id !== withoutDigest))(
  'judges $id as its maker does',
  (vector) => {
    const scheme = httpMessageSignatures({ keys: [keyOf(vector)] })
    const request = requestOf(vector)
    const judgement = judgementOf(() => {
      const head = scheme.readHead(request)
      void scheme.verify(head, vectorBytes(vector.request.body), request, vector.now * 1000)
    })
    expect(judgement).toEqual(expected(vector))
  },
)

test('verifies the example of the RFC, and refuses it for what it does not cover', () => {
  const vector = messageVectors.find(({ id }) => id === withoutDigest)!
  const request = requestOf(vector)
  const [{ input, signature } = { input: undefined, signature: '' }] = readSignatures(request)
  const [key] = messageKeys([keyOf(vector)], 'test')
  const base = signatureBase(input!, request, undefined)
  expect(key!.verifies([signature], base, Buffer.alloc(0), '')).toBe(true)
  expect(key!.verifies([signature], `${base} `, Buffer.alloc(0), '')).toBe(false)
  expect(judgementOf(() => httpMessageSignatures({ keys: [keyOf(vector)] }).readHead(request))).toEqual({
    ok: false,
    reason: 'coverage_insufficient',
  })
})

test('accepts no vector with one bit of the body changed', () => {
  const accepted = messageVectors.filter((vector) => vector.expect.ok && vector.id !== withoutDigest)
  expect(accepted).toHaveLength(3)
  for (const vector of accepted) {
    const scheme = httpMessageSignatures({ keys: [keyOf(vector)] })
    const request = requestOf(vector)
    const head = scheme.readHead(request)
    const body = vectorBytes(vector.request.body)
    body[0]! ^= 1
    expect(judgementOf(() => scheme.verify(head, body, request, vector.now * 1000))).toEqual({
      ok: false,
      reason: 'digest_mismatch',
    })
  }
})
