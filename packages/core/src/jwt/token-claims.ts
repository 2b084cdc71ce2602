import { hash } from 'node:crypto'
import { SignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import type { SchemeSettings } from '../schemes/template-part.js'
import { checkClaim, checkHash, checkTimes, checkTrue } from './check-claims.js'
import type { JwtDefinition } from './jwt-definition.js'
import type { Claims } from './read-token.js'

// How far the clocks of both may be apart, as the providers' own libraries have it.
const leewayMs = 5000

/** What the token of a delivery has to say. */
export interface TokenClaims {
  /** @throws SignatureError for a claim that is missing, or that belongs to another delivery */
  check(claims: Claims, rawBody: Uint8Array, request: RequestHead, now: number): void
  /**
   * Writes the claims of a delivery that is signed.
   * @param seconds - the instant of signing, since the epoch
   */
  write(body: Buffer, seconds: number, address: string | undefined): Record<string, unknown>
}

/** Makes of a definition, and of what its user gives, the rules of its claims. */
export function tokenClaims(
  { name, token: location, bodyHash, url, claims: wantedOf = {}, expires }: JwtDefinition,
  { params, urlOf }: SchemeSettings,
): TokenClaims {
  const expected = Object.entries(wantedOf).map(([claim, wanted]) => ({
    claim,
    wanted: wanted === true ? wanted : [wanted].flat().map(valueOf),
  }))

  function valueOf(text: string): string {
    const [, param] = /^\{param:(.+)\}$/.exec(text) ?? []
    return param === undefined ? text : (params[param] ?? '')
  }

  return {
    check(claims, rawBody, request, now) {
      if (expires === true && claims['exp'] === undefined) throw new SignatureError('timestamp_missing')
      checkTimes(claims, now, leewayMs)
      for (const { claim, wanted } of expected) {
        if (wanted === true) checkTrue(claims, claim)
        else checkClaim(claims, claim, wanted)
      }
      // A delivery without a body may come without the claim.
      if (bodyHash !== undefined && (rawBody.length > 0 || bodyHash.claim in claims))
        checkHash(claims, bodyHash, rawBody)
      if (url === undefined) return
      const address = urlOf(request)
      if (url.hash === undefined) checkClaim(claims, url.claim, [address])
      else checkHash(claims, { claim: url.claim, encoding: url.hash }, address)
    },

    write(body, seconds, address) {
      const own = location === 'body' ? claimsIn(body, name) : {}
      for (const { claim, wanted } of expected) own[claim] = wanted === true ? true : wanted[0]
      if (bodyHash !== undefined) own[bodyHash.claim] = hash('sha256', body, bodyHash.encoding)
      if (url !== undefined) {
        const signed = address ?? urlOf({ headers: {} })
        own[url.claim] = url.hash === undefined ? signed : hash('sha256', signed, url.hash)
      }
      return { iat: seconds, exp: seconds + 300, ...own }
    },
  }
}

/** The payload of a body that will be a token. What it says stands in no message. */
function claimsIn(body: Buffer, name: string): Record<string, unknown> {
  let payload: unknown
  try {
    payload = JSON.parse(body.toString('utf8'))
  } catch {
    // The message would quote it.
  }
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload))
    return payload as Record<string, unknown>
  throw new TypeError(
    `${name}: the body must be a JSON object, whose members become the claims of the token.`,
  )
}
