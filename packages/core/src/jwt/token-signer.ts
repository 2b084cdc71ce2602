import { randomUUID } from 'node:crypto'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { idHeader } from '../schemes/id-header.js'
import type { SignableDelivery, SignedRequest } from '../schemes/scheme.js'
import { listSources } from '../schemes/value-source.js'
import type { JwtDefinition } from './jwt-definition.js'
import type { TokenClaims } from './token-claims.js'

const nothing = Buffer.alloc(0)

/**
 * Makes the function that signs deliveries, with the first key in force that can.
 * @see RFC 7515, 5.1
 */
export function tokenSigner(
  { name, token: location, event }: JwtDefinition,
  keys: readonly SchemeKey[] | undefined,
  claims: TokenClaims,
): (delivery: SignableDelivery) => SignedRequest {
  const idSources = listSources(event?.id)
  return function signRequest({ body, id, sentAt = Date.now(), method = 'POST', ...delivery }) {
    const headers = { ...delivery.headers, ...idHeader(idSources, id, name) }
    const bytes = Buffer.from(body as string)
    const seconds = Math.floor(Number(sentAt) / 1000)
    const key = keys?.find((key) => key.sign !== undefined && isInForce(key, Number(sentAt)))
    if (key?.sign === undefined) throw new TypeError(`${name}: no key that can sign is in force.`)
    const url = delivery.url === undefined ? undefined : String(delivery.url)
    const header = { alg: key.label, typ: 'JWT', ...(key.isNamed ? { kid: key.keyId } : {}) }
    const payload = { jti: randomUUID(), ...claims.write(bytes, seconds, url) }
    const text = [header, payload].map(encodePart).join('.')
    const token = `${text}.${key.sign(text, nothing, '')}`
    if (location === 'body') return { method, url, headers, body: Buffer.from(token, 'latin1') }
    const { header: headerName, prefix = '' } = location
    return { method, url, headers: { ...headers, [headerName.toLowerCase()]: prefix + token }, body: bytes }
  }
}

function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url')
}
