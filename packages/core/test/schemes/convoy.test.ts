import { convoy } from '@postern/core'
import { attempt, now } from '../attempt.js'

const schemes = [{ hash: 'SHA256', encoding: 'hex', secrets: ['a-secret-of-some-length'] }] as const

test.each<{ name: string; options: object; message: RegExp }>([
  // Which would else be the weakest of them.
  { name: 'a mode that there is not', options: { mode: 'advance' }, message: /mode must be one of advanced/ },
  { name: 'an option that there is not', options: { modes: 'simple' }, message: /unknown option modes/ },
  {
    name: 'no secret',
    options: { schemes: [{ ...schemes[0], secrets: [] }] },
    message: /no scheme has a secret/,
  },
  {
    name: 'an empty secret',
    options: { schemes: [{ ...schemes[0], secrets: [''] }] },
    message: /empty or blank/,
  },
])('refuses $name', ({ options, message }) => {
  expect(() => convoy({ schemes, ...options })).toThrow(message)
})

// pkg/signature/testdata/signature-vectors.json of frain-dev/convoy.
test.each([
  {
    hash: 'SHA256',
    encoding: 'hex',
    header: 't=1700000000,v1=77b8b9269f25a199846a55a2bd25b3fba151c70fdae60bb1dcd87fbbc943c55c',
  },
  {
    hash: 'SHA256',
    encoding: 'base64',
    header: 't=1700000000,v1=d7i5Jp8loZmEalWivSWz+6FRxw/a5gux3Nh/u8lDxVw=',
  },
  {
    hash: 'SHA512',
    encoding: 'hex',
    header:
      't=1700000000,v1=b2122e252cd2582cf225cb2b8d4ceede9e34329e2fe95c02619c3ed5d4a3d9a73e6beaf2dff8e76d71a693ae198cee40685eed12ad4ee2e033dc2d0399ede057',
  },
  {
    hash: 'SHA512',
    encoding: 'base64',
    header:
      't=1700000000,v1=shIuJSzSWCzyJcsrjUzu3p40Mp4v6VwCYZw+1dSj2ac+a+ry3/jnbXGmk64ZjO5AaF7tEq1O4uAz3C0Dme3gVw==',
  },
] as const)(
  "verifies and makes Convoy's own signature, $hash in $encoding",
  async ({ hash, encoding, header }) => {
    const scheme = convoy({ schemes: [{ hash, encoding, secrets: ['convoy-webhook-secret'] }] })
    const rawBody = '{"event":"charge.success","amount":1000,"currency":"NGN"}'
    expect(scheme.sign({ body: rawBody, sentAt: now })).toEqual({ 'x-convoy-signature': header })
    const headers = { 'x-convoy-signature': header }
    expect(await attempt({ scheme, eventId: 'hash' }, { headers, rawBody })).toBe('admitted')
  },
)
