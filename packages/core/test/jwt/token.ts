import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import {
  defineJwt,
  type IncomingRequest,
  type JwtDefinition,
  type JwtOptions,
  type Scheme,
} from '@postern/core'
import { attempt, now } from '../attempt.js'

export const secret = 'a-secret-of-32-bytes-and-no-less'
export const otherSecret = 'another-secret-of-32-bytes-or-so'
export const seconds = now / 1000
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

const inHeader = { name: 'acme', token: { header: 'X-Token' }, algorithms: ['HS256'] } as const

/** A scheme for tests, with the token in a header, which a test changes where it looks. */
export function jwt(
  change: Partial<JwtDefinition> = {},
  options: JwtOptions & { readonly account?: string; readonly audience?: string } = { secrets: secret },
): Scheme {
  return defineJwt({ ...inHeader, ...change })(options)
}

/** A token as jose makes it, apart from the code under test. */
export function tokenOf(
  claims: object,
  header: { alg?: string; kid?: string } = {},
  key: KeyObject | string = secret,
): Promise<string> {
  return new SignJWT(claims as Record<string, unknown>)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(typeof key === 'string' ? Buffer.from(key) : key)
}

/** A request with headers in a plain object. */
type Sent = Omit<IncomingRequest, 'headers'> & { readonly headers?: Readonly<Record<string, string>> }

/** Sends a delivery with a token in its header, and no event id. */
export function send(scheme: Scheme, token: string, request: Sent = {}): Promise<string> {
  const headers = { 'x-token': token, ...request.headers }
  return attempt({ scheme, eventId: false }, { rawBody: '{}', ...request, headers })
}

/** One part of a token. */
export function partOf(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
