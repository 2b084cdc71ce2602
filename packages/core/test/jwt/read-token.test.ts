import { createHmac } from 'node:crypto'
import { CompactSign } from 'jose'
import { jwt, partOf, secret, send, tokenOf } from './token.js'

const macOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
const signed = (header: unknown, claims: unknown = {}) => {
  const text = `${partOf(header)}.${partOf(claims)}`
  return `${text}.${macOf(text)}`
}

test.each<{ name: string; token: string; expected: string }>([
  { name: 'a token', token: signed({ alg: 'HS256' }), expected: 'admitted' },
  {
    name: 'further members of the header',
    token: signed({ alg: 'HS256', typ: 'JWT', x5t: 'x' }),
    expected: 'admitted',
  },
  { name: 'two parts', token: `${partOf({ alg: 'HS256' })}.${partOf({})}`, expected: 'header_malformed' },
  { name: 'four parts', token: `${signed({ alg: 'HS256' })}.x`, expected: 'header_malformed' },
  { name: 'no header', token: signed({ alg: 'HS256' }).replace(/^[^.]*/, ''), expected: 'header_malformed' },
  { name: 'a header that is a list', token: signed(['HS256']), expected: 'header_malformed' },
  { name: 'a header that is null', token: signed(null), expected: 'header_malformed' },
  { name: 'a header without alg', token: signed({}), expected: 'header_malformed' },
  { name: 'an alg that is no text', token: signed({ alg: ['HS256'] }), expected: 'header_malformed' },
  { name: 'a kid that is no text', token: signed({ alg: 'HS256', kid: 1 }), expected: 'header_malformed' },
  { name: 'a kid that is null', token: signed({ alg: 'HS256', kid: null }), expected: 'header_malformed' },
  { name: 'claims that are a list', token: signed({ alg: 'HS256' }, []), expected: 'header_malformed' },
  { name: 'claims that are null', token: signed({ alg: 'HS256' }, null), expected: 'header_malformed' },
  { name: 'claims that are text', token: signed({ alg: 'HS256' }, 'x'), expected: 'header_malformed' },
  {
    name: 'no signature',
    token: signed({ alg: 'HS256' }).replace(/[^.]*$/, ''),
    expected: 'signature_malformed',
  },
  {
    name: 'a signature with padding',
    token: `${signed({ alg: 'HS256' })}=`,
    expected: 'signature_malformed',
  },
  {
    name: 'a signature in base64',
    token: `${signed({ alg: 'HS256' }).slice(0, -1)}+`,
    expected: 'signature_malformed',
  },
  {
    name: 'claims with padding',
    token: signed({ alg: 'HS256' }, {}).replace('.e30.', '.e30=.'),
    expected: 'header_malformed',
  },
  { name: 'crit', token: signed({ alg: 'HS256', crit: ['exp'] }), expected: 'signature_unsupported' },
  {
    name: 'crit of what is known elsewhere',
    token: signed({ alg: 'HS256', crit: ['b64'], b64: true }),
    expected: 'signature_unsupported',
  },
  {
    name: 'crit that is null',
    token: signed({ alg: 'HS256', crit: null }),
    expected: 'signature_unsupported',
  },
  { name: 'b64', token: signed({ alg: 'HS256', b64: false }), expected: 'signature_unsupported' },
])('judges $name: $expected', async ({ token, expected }) => {
  expect(await send(jwt(), token)).toBe(expected)
})

test('refuses crit that jose wrote', async () => {
  const token = await new CompactSign(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'HS256', crit: ['urn:x'], 'urn:x': 1 })
    .sign(Buffer.from(secret), { crit: { 'urn:x': true } })
  expect(await send(jwt(), token)).toBe('signature_unsupported')
})

test.each([
  { name: 'JSON', bytes: Buffer.from('{') },
  { name: 'UTF-8', bytes: Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}')]) },
])('refuses claims that are not $name', async ({ bytes }) => {
  const text = `${partOf({ alg: 'HS256' })}.${bytes.toString('base64url')}`
  expect(await send(jwt(), `${text}.${macOf(text)}`)).toBe('header_malformed')
})

test('refuses a token of which one bit was changed', async () => {
  const token = await tokenOf({ sub: 'x' })
  const changed = token.replace(partOf({ sub: 'x' }), partOf({ sub: 'y' }))
  expect(await send(jwt(), token)).toBe('admitted')
  expect(await send(jwt(), changed)).toBe('signature_mismatch')
  const [header, claims, signature] = token.split('.') as [string, string, string]
  const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
  expect(await send(jwt(), `${header}.${claims}.${flipped}`)).toBe('signature_mismatch')
})

test('reads a prefix in either case, or none', async () => {
  const scheme = jwt({ token: { header: 'Authorization', prefix: 'Bearer ' } })
  const token = await tokenOf({})
  for (const prefix of ['Bearer ', 'bearer ', ''])
    expect(await send(scheme, '', { headers: { authorization: prefix + token } })).toBe('admitted')
  expect(await send(scheme, '', { headers: { authorization: `Basic ${token}` } })).toBe('header_malformed')
  expect(await send(scheme, '')).toBe('signature_missing')
})
