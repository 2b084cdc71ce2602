import { createHash, type KeyObject } from 'node:crypto'
import { errors, flattenedVerify } from 'jose'
import { nonEmptyText, refuseUnknown } from '../check-option.js'
import { isInForce } from '../crypto/scheme-key.js'
import { pairSignature } from '../crypto/pair-signature.js'
import { SignatureError } from '../errors.js'
import type { Key } from '../keys/key-ring.js'
import { isByRequest } from '../keys/keys-by-request.js'
import type { PayloadFormat } from '../media-type.js'
import { readHeader } from '../request.js'
import { idHeader } from '../schemes/id-header.js'
import { listSources, type ValueSource } from '../schemes/value-source.js'
import type { Scheme, SignableDelivery } from '../schemes/scheme.js'
import type { SignedHead } from '../schemes/signed-head.js'
import { type DetachedJws, readDetachedJws } from './detached-jws.js'
import {
  type JwsAlgorithm,
  type JwsKeyAlgorithm,
  jwsKeyAlgorithmOf,
  jwsNameOf,
  usualAlgorithms,
} from './jws-algorithm.js'
import {
  importJoseKeys,
  type JoseKeys,
  jwsKeysOf,
  keyFinder,
  type KnownJoseKeys,
  selectKeys,
} from './jws-keys.js'
import { RemoteJwks } from './remote-jwks.js'

/** Options of {@link jwsDetached}. */
export interface JwsDetachedOptions {
  /**
   * The sender's public keys, each with its algorithm: `'rsa-pss-sha256'` (PS256), `'ecdsa-p256-sha256'` (ES256) or
   * `'ed25519'` (EdDSA), and with the `kid` that the sender writes. The sender itself gives its private ones.
   */
  readonly keys: JoseKeys
  /** The header of the JWS. @defaultValue `'x-jws-signature'` */
  readonly header?: string | undefined
}

const place = 'jwsDetached'

/**
 * JWS with detached content, in compact form: the header has the protected header and the signature, and the payload
 * between them is the body. Verifies content in base64url (RFC 7515) and as it is (`b64: false`, RFC 7797), and
 * signs it as it is.
 *
 * The algorithm is that of the key. Nothing but the body and the protected header is signed, so that nothing limits how
 * long a delivery can be replayed: give the receiver an `eventId`.
 * @throws TypeError for options and keys that are wrong
 * @see RFC 7515, 3.1, 5.2 and appendix F (JWS, its verification, detached content); 4.1.11 (`crit`)
 * @see RFC 7797, 3 and 6 (`b64`); RFC 7518, 3.4 and 3.5 (ES256, PS256); RFC 8037, 3.1 (EdDSA)
 * @see RFC 8725, 3.1 and 3.2 (algorithms are never chosen by the message)
 * @example
 * const keys = keyRing([{ kid: '2026-11', algorithm: 'ed25519', key: readFileSync('sender.pub.pem', 'utf8') }])
 * const receiver = createReceiver({ scheme: jwsDetached({ keys }), eventId: '$.id' })
 */
export function jwsDetached(options: JwsDetachedOptions): Scheme {
  refuseUnknown(options, ['keys', 'header'], place)
  const { keys, header = 'x-jws-signature' } = options
  const headerName = nonEmptyText(header, `${place}: header`).toLowerCase()
  return jwsDetachedScheme({ name: 'jws-detached', header: headerName }, place, usualAlgorithms, keys)
}

/** A sender that signs with detached JWS, as data. */
export interface JwsDetachedDefinition {
  /** Names the scheme in messages and events, and is the default `source` of a receiver. */
  readonly name: string
  readonly header: string
  /** Those that the sender uses; the message chooses none that is not here. */
  readonly algorithms: readonly JwsAlgorithm[]
  readonly event?: {
    readonly id?: ValueSource | readonly ValueSource[]
    readonly type?: ValueSource | readonly ValueSource[]
  }
  readonly formats?: readonly PayloadFormat[]
  readonly retryWindowMs?: number
}

/** A scheme of one sender, for its public keys; the sender itself gives its private ones. */
export type JwsDetachedPreset = (options: { readonly keys: JoseKeys }) => Scheme

/**
 * Defines the scheme of a sender that signs with detached JWS.
 * @see RFC 7515, 5.2 and appendix F; RFC 7797, 3
 * @example
 * const acme = defineJwsDetached({ name: 'acme', header: 'acme-signature', algorithms: ['RS256'] })
 * const scheme = acme({ keys: remoteJwks('https://acme.example/.well-known/jwks.json') })
 */
export function defineJwsDetached(definition: JwsDetachedDefinition): JwsDetachedPreset {
  const known = ['name', 'header', 'algorithms', 'event', 'formats', 'retryWindowMs']
  refuseUnknown(definition, known, `defineJwsDetached(${definition.name})`)
  const allowed = definition.algorithms.flatMap((name) => jwsKeyAlgorithmOf(name) ?? [])
  return function scheme(options) {
    refuseUnknown(options, ['keys'], definition.name)
    return jwsDetachedScheme(definition, definition.name, allowed, options.keys)
  }
}

function jwsDetachedScheme(
  definition: Omit<JwsDetachedDefinition, 'algorithms'>,
  place: string,
  allowed: readonly JwsKeyAlgorithm[],
  source: JoseKeys,
): Scheme {
  const headerName = definition.header.toLowerCase()
  const idSources = listSources(definition.event?.id)
  const all = isKnown(source, place) ? importJoseKeys(source, place) : []
  const known = isKnown(source, place) ? jwsKeysOf(all, place, allowed) : undefined
  const find = isKnown(source, place) ? undefined : keyFinder(source, place, allowed)

  function readHead(request: Parameters<Scheme['readHead']>[0]): SignedHead {
    const text = readHeader(request, headerName)
    if (text === undefined) throw new SignatureError('signature_missing')
    const jws = readDetachedJws(text, allowed)
    if (known !== undefined) selectKeys(known, jws)
    return { id: undefined, timestamp: undefined, sentAt: undefined, candidates: [text] }
  }

  function sign({ body, id, sentAt = Date.now() }: SignableDelivery): Record<string, string> {
    if (known === undefined) throw new TypeError(`${place}: to sign, give the keys themselves.`)
    const key = known.find((key) => key.uses.includes('sign') && isInForce(key, Number(sentAt)))
    if (key === undefined)
      throw new TypeError(`${place}: no key that can sign is in force at the time of signing.`)
    // A key without an id of its own has its place for one, which is another at the receiver.
    const kid = key.kid === String(all.indexOf(key)) ? undefined : key.kid
    return { ...idHeader(idSources, id, place), [headerName]: signDetached(key, kid, body) }
  }

  return {
    name: definition.name,
    event: { id: idSources, type: listSources(definition.event?.type) },
    formats: definition.formats,
    retryWindowMs: definition.retryWindowMs,
    privateKeys: (known ?? []).filter(({ object }) => object.type === 'private').map(({ kid }) => kid),
    signsTimestamp: false,
    readHead,
    async verify({ candidates }, rawBody, request, now) {
      const jws = readDetachedJws(candidates[0] ?? '', allowed)
      const keys = known === undefined ? await find?.(jws, request) : selectKeys(known, jws)
      for (const key of keys ?? [])
        if (isInForce(key, now) && (await isSignedBy(key.object, jws, rawBody))) return key.kid
      throw new SignatureError('signature_mismatch')
    },
    hashSignedContent: (_, rawBody) => createHash('sha256').update(rawBody).digest('base64url'),
    sign,
  }
}

function isKnown(keys: JoseKeys, place: string): keys is KnownJoseKeys {
  // Callers without a type checker pass undefined when an environment variable is not set.
  if (typeof keys !== 'object' && typeof keys !== 'function')
    throw new TypeError(`${place}: keys are missing.`)
  return !isByRequest(keys) && !(keys instanceof RemoteJwks)
}

async function isSignedBy(key: KeyObject, jws: DetachedJws, body: Uint8Array): Promise<boolean> {
  const { protectedText, signature, algorithm, b64 } = jws
  const payload = b64 ? Buffer.from(body).toString('base64url') : body
  try {
    const options = { algorithms: [jwsNameOf(algorithm)] }
    await flattenedVerify({ protected: protectedText, payload, signature }, key, options)
    return true
  } catch (error) {
    if (error instanceof errors.JOSEError) return false
    throw error
  }
}

// jose only signs in promises, and a scheme signs at once.
function signDetached(
  { algorithm, object }: Key,
  kid: string | undefined,
  body: Uint8Array | string,
): string {
  const signing = algorithm as JwsKeyAlgorithm
  const header = { alg: jwsNameOf(signing), b64: false, crit: ['b64'], kid }
  const protectedText = Buffer.from(JSON.stringify(header), 'utf8').toString('base64url')
  const content = Buffer.concat([Buffer.from(`${protectedText}.`, 'latin1'), Buffer.from(body as string)])
  return `${protectedText}..${pairSignature(signing, 'raw').sign(object, content).toString('base64url')}`
}
