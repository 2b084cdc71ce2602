import { hash, randomUUID } from 'node:crypto'
import { refuseUnknown } from '../check-option.js'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { SignatureError } from '../errors.js'
import { readHeader, type RequestHead } from '../request.js'
import type { BodyUnsignedScheme, ParamsOf } from '../schemes/define-scheme.js'
import { schemeSettings } from '../schemes/scheme-settings.js'
import type { Scheme, SignableDelivery, SignedRequest } from '../schemes/scheme.js'
import type { SignedHead } from '../schemes/signed-head.js'
import { listSources } from '../schemes/value-source.js'
import { checkClaim, checkHash, checkTimes, checkTrue, isTime } from './check-claims.js'
import type { JwtDefinition, JwtOptions } from './jwt-definition.js'
import { jwtKeysOf } from './jwt-keys.js'
import { readToken, type Token } from './read-token.js'

const definitionKeys = [
  'name',
  'token',
  'algorithms',
  'bodyHash',
  'url',
  'claims',
  'issuedAt',
  'expires',
  'params',
  'event',
  'formats',
  'retryWindowMs',
] as const satisfies readonly (keyof JwtDefinition)[]

// How far the clocks of both may be apart, as the providers' own libraries have it.
const leewayMs = 5000

/** Without the body's hash, and with the token in a header, the token says who sends, and not what. */
type JwtSchemeOf<Definition> = Definition extends { readonly bodyHash: object } | { readonly token: 'body' }
  ? Scheme
  : BodyUnsignedScheme

/**
 * Defines a scheme of signed tokens (JWT), which bind the body by a claim with its hash, or say no more than who sends.
 *
 * The algorithm is one of the definition's, and a key's own; `exp` and `nbf` are heeded where they are.
 * @throws TypeError when the definition contradicts itself
 * @see RFC 7519, 4.1 and 7.2 (claims, validation); RFC 7515, 5.2 (verification)
 * @see RFC 8725, 3.1 (algorithms are never chosen by the message), 3.8 (issuer), 3.9 (audience)
 * @example
 * const acme = defineJwt({
 *   name: 'acme',
 *   token: { header: 'x-acme-token' },
 *   algorithms: ['HS256'],
 *   bodyHash: { claim: 'sha256', encoding: 'hex' },
 * })
 * const receiver = createReceiver({ scheme: acme({ secrets: process.env.ACME_SECRET }), eventId: '$.id' })
 */
export function defineJwt<const Definition extends JwtDefinition>(
  definition: Definition,
): (options: JwtOptions & ParamsOf<Definition>) => JwtSchemeOf<Definition>
export function defineJwt(definition: JwtDefinition): (options: JwtOptions) => Scheme {
  const { name, token: location, bodyHash, url, claims = {}, issuedAt, params = [], event } = definition
  refuseUnknown(definition, definitionKeys, `defineJwt(${name})`)
  if (location === 'body' && bodyHash !== undefined)
    throw new TypeError(`${name}: the body is the token, and has no hash.`)
  const optionKeys = ['secrets', 'keys', ...(url === undefined ? [] : ['url']), ...params]

  return function scheme(options) {
    refuseUnknown(options, optionKeys, name)
    const settings = schemeSettings(name, options.url, params, { ...options })
    const { known, find } = jwtKeysOf(name, definition.algorithms, options)
    const expected = Object.entries(claims).map(([claim, wanted]) => ({
      claim,
      wanted: wanted === true ? wanted : [wanted].flat().map(valueOf),
    }))

    function valueOf(text: string): string {
      const [, param] = /^\{param:(.+)\}$/.exec(text) ?? []
      return param === undefined ? text : (settings.params[param] ?? '')
    }

    function readRequest(request: RequestHead, rawBody: Uint8Array | undefined): Token {
      if (location === 'body')
        return readToken(
          Buffer.from(rawBody ?? [])
            .toString('latin1')
            .trim(),
        )
      const { header, prefix = '' } = location
      const text = readHeader(request, header.toLowerCase())
      if (text === undefined) throw new SignatureError('signature_missing')
      const hasPrefix = text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()
      return readToken(hasPrefix ? text.slice(prefix.length) : text)
    }

    function headOf(token: Token): SignedHead {
      const { iat } = token.claims
      if (issuedAt !== undefined && iat === undefined) throw new SignatureError('timestamp_missing')
      if (issuedAt !== undefined && !isTime(iat)) throw new SignatureError('timestamp_malformed')
      const sentAt = issuedAt === undefined ? undefined : Math.floor((iat as number) * 1000)
      return { id: undefined, timestamp: undefined, sentAt, candidates: [token.signature] }
    }

    function keyOf(token: Token, keys: readonly SchemeKey[], now: number): SchemeKey {
      const { alg, kid, signature, signedText } = token
      const named = keys.filter((key) => kid === undefined || !key.isNamed || key.keyId === kid)
      const able = named.filter(({ label }) => label === alg)
      if (named.length > 0 && able.length === 0) throw new SignatureError('algorithm_not_allowed')
      const key = able.find(
        (key) =>
          isInForce(key, now) &&
          key.form.matches(signature) &&
          key.verifies([signature], signedText, nothing, ''),
      )
      if (key === undefined) throw new SignatureError('signature_mismatch')
      return key
    }

    function checkAll(token: Token, rawBody: Uint8Array, request: RequestHead, now: number): void {
      if (definition.expires === true && token.claims['exp'] === undefined)
        throw new SignatureError('timestamp_missing')
      checkTimes(token.claims, now, leewayMs)
      for (const { claim, wanted } of expected) {
        if (wanted === true) checkTrue(token.claims, claim)
        else checkClaim(token.claims, claim, wanted)
      }
      // A delivery without a body may come without the claim.
      if (bodyHash !== undefined && (rawBody.length > 0 || bodyHash.claim in token.claims))
        checkHash(token.claims, bodyHash, rawBody)
      if (url === undefined) return
      const address = settings.urlOf(request)
      if (url.hash === undefined) checkClaim(token.claims, url.claim, [address])
      else checkHash(token.claims, { claim: url.claim, encoding: url.hash }, address)
    }

    function signRequest(delivery: SignableDelivery): SignedRequest {
      const { body, sentAt = Date.now(), method = 'POST', headers = {} } = delivery
      const bytes = Buffer.from(body as string)
      const seconds = Math.floor(Number(sentAt) / 1000)
      const key = known?.find((key) => key.sign !== undefined && isInForce(key, Number(sentAt)))
      if (key?.sign === undefined) throw new TypeError(`${name}: no key that can sign is in force.`)
      const address = delivery.url === undefined ? undefined : String(delivery.url)
      const header = { alg: key.label, typ: 'JWT', ...(key.isNamed ? { kid: key.keyId } : {}) }
      const text = [header, claimsFor(bytes, seconds, address)].map(encodePart).join('.')
      const token = `${text}.${key.sign(text, nothing, '')}`
      if (location === 'body') return { method, url: address, headers, body: Buffer.from(token, 'latin1') }
      const { header: headerName, prefix = '' } = location
      const sent = { ...headers, [headerName.toLowerCase()]: prefix + token }
      return { method, url: address, headers: sent, body: bytes }
    }

    function claimsFor(body: Buffer, seconds: number, address: string | undefined): Record<string, unknown> {
      const own = location === 'body' ? (JSON.parse(body.toString('utf8')) as Record<string, unknown>) : {}
      for (const { claim, wanted } of expected) own[claim] = wanted === true ? true : wanted[0]
      if (bodyHash !== undefined) own[bodyHash.claim] = hash('sha256', body, bodyHash.encoding)
      if (url !== undefined) {
        const signed = address ?? settings.urlOf({ headers: {} })
        own[url.claim] = url.hash === undefined ? signed : hash('sha256', signed, url.hash)
      }
      return { iat: seconds, exp: seconds + 300, jti: randomUUID(), ...own }
    }

    const isBody = location === 'body'
    return {
      name,
      event: { id: listSources(event?.id), type: listSources(event?.type) },
      formats: definition.formats,
      privateKeys: (known ?? []).filter(({ isPrivate }) => isPrivate).map(({ keyId }) => keyId),
      signsTimestamp: issuedAt !== undefined,
      bodySigned: isBody || bodyHash !== undefined,
      toleranceMs: issuedAt?.toleranceMs,
      retryWindowMs: definition.retryWindowMs,
      readHead: (request) => (isBody ? emptyHead : headOf(readRequest(request, undefined))),
      async verify(_head, rawBody, request, now) {
        const token = readRequest(request, rawBody)
        const keys = await find(request, token.kid)
        const key = keyOf(token, keys, now)
        checkAll(token, rawBody, request, now)
        return key.keyId
      },
      ...(isBody
        ? {
            readPayload: (rawBody: Buffer) =>
              Buffer.from(JSON.stringify(readRequest({ headers: {} }, rawBody).claims), 'utf8'),
          }
        : {}),
      // White space around a token is none of it.
      hashSignedContent: (_, rawBody, request) =>
        hash('sha256', isBody ? readRequest(request, rawBody).signedText : rawBody, 'base64url'),
      sign(delivery) {
        if (isBody) throw new TypeError(`${name}: the body is the token: send what signRequest gives.`)
        return { ...signRequest(delivery).headers }
      },
      signRequest,
    }
  }
}

const nothing = Buffer.alloc(0)
const emptyHead: SignedHead = { id: undefined, timestamp: undefined, sentAt: undefined, candidates: [] }

function encodePart(part: unknown): string {
  return Buffer.from(JSON.stringify(part), 'utf8').toString('base64url')
}
