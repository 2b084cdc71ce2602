import { hash } from 'node:crypto'
import { refuseUnknown } from '../check-option.js'
import { equalInConstantTime } from '../crypto/constant-time.js'
import { importSecretsAs, type MadeOfSecret } from '../crypto/keys.js'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { SignatureError } from '../errors.js'
import { isByRequest } from '../keys/keys-by-request.js'
import type { PayloadFormat } from '../media-type.js'
import type { RequestHead } from '../request.js'
import type { BodyUnsignedScheme, ParamsOf } from './define-scheme.js'
import { bindHandshakes, compileHandshakes } from './compile-handshake.js'
import { type Handshake } from './handshake.js'
import { idHeader } from './id-header.js'
import { importForEach } from './scheme-keys.js'
import { schemeSettings } from './scheme-settings.js'
import type { SignableDelivery, SignedRequest } from './scheme.js'
import type { KnownSecrets, Secrets } from './secrets.js'
import { type Draft, isInBody, readSource, type RequestSource, writeSource } from './signature-location.js'
import type { SignedHead } from './signed-head.js'
import { listSources, type ValueSource } from './value-source.js'

/** A credential as data: a fixed text that the sender repeats with each delivery. */
export interface CredentialDefinition {
  /** Names the scheme in messages and events, and is the default `source` of a receiver. */
  readonly name: string
  /** Where it stands. */
  readonly credential: RequestSource
  /**
   * What stands before it (`Bearer `), with `isOptional` where some senders leave it out; `'basic'` for a user and a
   * password, which are given as `user:password` (RFC 7617, 2). @defaultValue nothing
   */
  readonly prefix?: string
  readonly isOptional?: boolean
  /** Whether a user of the scheme may say another `header`, as those of the provider can. @defaultValue `false` */
  readonly headerIsChosen?: boolean
  /** The fewest bytes that a credential may have. @defaultValue 8 */
  readonly minimumSecretBytes?: number
  readonly params?: readonly string[]
  readonly event?: {
    readonly id?: ValueSource | readonly ValueSource[]
    readonly type?: ValueSource | readonly ValueSource[]
  }
  readonly formats?: readonly PayloadFormat[]
  readonly handshake?: Handshake | readonly Handshake[]
  readonly retryWindowMs?: number
}

/** What a credential needs of its user. */
export interface CredentialOptions {
  readonly secrets: Secrets
  /** The header, where the provider lets its users choose one. */
  readonly header?: string
}

const definitionKeys = [
  'name',
  'credential',
  'prefix',
  'isOptional',
  'headerIsChosen',
  'minimumSecretBytes',
  'params',
  'event',
  'formats',
  'handshake',
  'retryWindowMs',
] as const satisfies readonly (keyof CredentialDefinition)[]

/**
 * Defines a scheme of senders that sign nothing, and send a fixed credential along. It is compared in constant time.
 * Whoever has seen one delivery can send any other.
 * @throws TypeError when the definition contradicts itself
 * @see RFC 7617, 2 (Basic); RFC 6750, 2.1 (Bearer)
 * @example
 * const acme = defineCredential({
 *   name: 'acme',
 *   credential: { header: 'x-acme-token' },
 *   event: { id: '$.id', type: '$.type' },
 * })
 * const receiver = createReceiver({ scheme: acme({ secrets: process.env.ACME_TOKEN }) })
 */
export function defineCredential<const Definition extends CredentialDefinition>(
  definition: Definition,
): (options: CredentialOptions & ParamsOf<Definition>) => BodyUnsignedScheme
export function defineCredential(
  definition: CredentialDefinition,
): (options: CredentialOptions) => BodyUnsignedScheme {
  const { name, prefix = '', isOptional = false, minimumSecretBytes = 8, params = [], event } = definition
  refuseUnknown(definition, definitionKeys, `defineCredential(${name})`)
  const handshakes = compileHandshakes(definition.handshake, name)
  const isBasic = prefix === 'basic'
  const profile = { scheme: name, form: 'utf8', minimumBytes: minimumSecretBytes, label: '' } as const
  const idSources = listSources(event?.id)
  const headerOption = definition.headerIsChosen === true ? ['header'] : []

  return function scheme(options) {
    refuseUnknown(options, ['secrets', ...headerOption, ...params], name)
    const settings = schemeSettings(name, undefined, params, { ...options })
    const source = sourceOf(definition.credential, options.header)
    const importAll = (found: KnownSecrets) =>
      importSecretsAs(found, profile, (bytes) => credentialKey(bytes, isBasic))
    const { secrets } = options
    const keys = isByRequest(secrets) ? importForEach(secrets, importAll) : importAll(secrets)
    const known = typeof keys === 'function' ? undefined : keys

    function read(request: RequestHead, rawBody: Uint8Array | undefined): SignedHead {
      const text = readSource(source, request, rawBody)
      if (text === undefined) throw new SignatureError('signature_missing')
      const bytes = Buffer.from(credentialIn(text), 'header' in source ? 'latin1' : 'utf8')
      const candidates = [digestOf(bytes)]
      return { id: undefined, timestamp: undefined, sentAt: undefined, candidates }
    }

    function credentialIn(text: string): string {
      const start = isBasic ? 'Basic ' : prefix
      // The name of an authentication scheme is read in either case (RFC 9110, 11.1).
      if (text.slice(0, start.length).toLowerCase() === start.toLowerCase()) return text.slice(start.length)
      if (isOptional) return text
      throw new SignatureError('signature_malformed')
    }

    function findKey(head: SignedHead, active: readonly SchemeKey[], now: number): string {
      const key = active.find((key) => isInForce(key, now) && key.verifies(head.candidates, '', nothing, ''))
      if (key === undefined) throw new SignatureError('signature_mismatch')
      return key.keyId
    }

    function signRequest(delivery: SignableDelivery): SignedRequest {
      const { body, id, sentAt = Date.now(), method = 'POST', url, headers = {} } = delivery
      const credential = known?.find((key) => isInForce(key, Number(sentAt)))?.sign?.('', nothing, '')
      if (credential === undefined) throw new TypeError(`${name}: no credential is in force to send along.`)
      const draft: Draft = {
        url: url === undefined ? undefined : String(url),
        body: Buffer.from(body as string),
        headers: { ...headers, ...idHeader(idSources, id, name) },
      }
      const text = (isBasic ? 'Basic ' : prefix) + credential
      writeSource(source, 'header' in source ? Buffer.from(text, 'utf8').toString('latin1') : text, draft)
      return { method, url: draft.url, headers: draft.headers, body: Buffer.from(draft.body) }
    }

    return {
      name,
      event: { id: idSources, type: listSources(event?.type) },
      handshakes: bindHandshakes(handshakes, known, settings),
      formats: definition.formats,
      signsTimestamp: false,
      bodySigned: false,
      retryWindowMs: definition.retryWindowMs,
      readHead: (request) => (isInBody(source) ? emptyHead : read(request, undefined)),
      verify(head, rawBody, request, now) {
        const whole = isInBody(source) ? read(request, rawBody) : head
        if (typeof keys !== 'function') return findKey(whole, keys, now)
        return keys(request).then((found) => findKey(whole, found, now))
      },
      hashSignedContent: (_, rawBody) => hash('sha256', rawBody, 'base64url'),
      sign(delivery) {
        if (!('header' in source))
          throw new TypeError(`${name}: the credential stands in no header: send what signRequest gives.`)
        return signRequest(delivery).headers
      },
      signRequest,
    }
  }
}

function sourceOf(source: RequestSource, chosen: string | undefined): RequestSource {
  if (chosen !== undefined) return { header: chosen.toLowerCase() }
  return 'header' in source ? { header: source.header.toLowerCase() } : source
}

const nothing = Buffer.alloc(0)
const emptyHead: SignedHead = { id: undefined, timestamp: undefined, sentAt: undefined, candidates: [] }

/** Hashes are compared, which have one length, so that not even that of the credential shows. */
function credentialKey(bytes: Uint8Array, isBasic: boolean): MadeOfSecret {
  const sent = isBasic ? Buffer.from(Buffer.from(bytes).toString('base64'), 'latin1') : Buffer.from(bytes)
  const expected = digestOf(sent)
  return {
    form: { matches: () => true, normalise: (text) => text },
    verifies: (candidates) => candidates.some((candidate) => equalInConstantTime(expected, candidate)),
    sign: () => sent.toString('utf8'),
  }
}

function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex')
}
