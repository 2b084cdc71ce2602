import { hash } from 'node:crypto'
import { refuseUnknown } from '../check-option.js'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { SignatureError } from '../errors.js'
import type { BodyUnsignedScheme, ParamsOf } from '../schemes/define-scheme.js'
import { schemeSettings } from '../schemes/scheme-settings.js'
import type { Scheme } from '../schemes/scheme.js'
import type { SignedHead } from '../schemes/signed-head.js'
import { listSources } from '../schemes/value-source.js'
import { isTime } from './check-claims.js'
import type { JwtDefinition, JwtOptions } from './jwt-definition.js'
import { jwtKeysOf } from './jwt-keys.js'
import type { Token } from './read-token.js'
import { tokenClaims } from './token-claims.js'
import { tokenOf, tokenOfBody } from './token-location.js'
import { tokenSigner } from './token-signer.js'

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
  const { name, token: location, bodyHash, url, issuedAt, params = [], event } = definition
  refuseUnknown(definition, definitionKeys, `defineJwt(${name})`)
  if (location === 'body' && bodyHash !== undefined)
    throw new TypeError(`${name}: the body is the token, and has no hash.`)
  const optionKeys = ['secrets', 'keys', ...(url === undefined ? [] : ['url']), ...params]

  return function scheme(options) {
    refuseUnknown(options, optionKeys, name)
    const settings = schemeSettings(name, options.url, params, { ...options })
    const { known, find } = jwtKeysOf(name, definition.algorithms, options)
    const rules = tokenClaims(definition, settings)
    const signRequest = tokenSigner(definition, known, rules)

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
      readHead: (request) => (isBody ? emptyHead : headOf(tokenOf(location, request, undefined))),
      async verify(_head, rawBody, request, now) {
        const token = tokenOf(location, request, rawBody)
        const keys = await find(request, token.kid)
        const key = keyOf(token, keys, now)
        rules.check(token.claims, rawBody, request, now)
        return key.keyId
      },
      ...(isBody
        ? {
            readPayload: (rawBody: Buffer) =>
              Buffer.from(JSON.stringify(tokenOfBody(rawBody).claims), 'utf8'),
          }
        : {}),
      hashSignedContent: (_, rawBody) =>
        hash('sha256', isBody ? tokenOfBody(rawBody).signedText : rawBody, 'base64url'),
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
