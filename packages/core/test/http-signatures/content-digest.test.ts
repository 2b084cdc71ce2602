import { createHash } from 'node:crypto'
import { checkContentDigest, contentDigest } from '../../src/http-signatures/index.js'

const body = Buffer.from('{"hello": "world"}')
const good = contentDigest(body, 'sha-512')

function reasonOf(value: string): string | undefined {
  try {
    checkContentDigest(value, body)
    return undefined
  } catch (error) {
    return (error as { reason: string }).reason
  }
}

// The registry's other algorithms (RFC 9530, 5), which are not safe.
test.each([
  { name: 'md5', hash: 'md5' },
  { name: 'sha', hash: 'sha1' },
  { name: 'sha-384', hash: 'sha384' },
])('takes a genuine digest by $name for none, and passes it over beside another', ({ name, hash }) => {
  const genuine = `${name}=:${createHash(hash).update(body).digest('base64')}:`
  expect(reasonOf(genuine)).toBe('digest_unsupported')
  expect(reasonOf(`${genuine}, ${good}`)).toBeUndefined()
  expect(reasonOf(`${name}=:AAAA:, ${good}`)).toBeUndefined()
})

test('refuses a digest that is there twice', () => {
  expect(reasonOf(`sha-512=:AAAA:, ${good}`)).toBe('header_malformed')
  expect(reasonOf(`${good}, ${good}`)).toBe('header_malformed')
})

test.each(['sha-256="text"', 'sha-256=?1', 'sha-256=(:AAAA:)'])(
  'refuses %s, though the digest beside it is genuine',
  (value) => {
    expect(reasonOf(`${value}, ${good}`)).toBe('header_malformed')
  },
)

test('makes no digest by an algorithm that proves nothing', () => {
  expect(() => contentDigest(body, 'md5' as 'sha-256')).toThrow(/algorithm must be one of sha-256, sha-512/)
})
