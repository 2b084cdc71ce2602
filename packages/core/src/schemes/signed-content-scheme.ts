import { createHash } from 'node:crypto'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { SignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import { contentSigner } from './content-signer.js'
import { bindHandshakes } from './compile-handshake.js'
import { headReader } from './head-reader.js'
import type { CompiledScheme } from './compile-scheme.js'
import type { SchemeKeys } from './scheme-keys.js'
import { defaultSettings } from './scheme-settings.js'
import type { Scheme } from './scheme.js'
import { isInBody, readSource } from './signature-location.js'
import type { SignedHead } from './signed-head.js'
import type { SchemeSettings, SignedValues } from './template-part.js'
import { parseTimestamp } from './timestamp.js'
import { listSources } from './value-source.js'

/** The engine that reads every definition of a scheme that signs some content of a request. */
export function signedContentScheme(
  definition: CompiledScheme,
  { forms, keys }: SchemeKeys,
  settings: SchemeSettings = defaultSettings,
): Scheme {
  const { name, template, timestamp, alternativeBody } = definition
  const { isOfHead, hasBody, prefix, suffix } = template
  const readHead = headReader(definition, forms)
  const known = typeof keys === 'function' ? undefined : keys
  const stampSource =
    typeof timestamp?.from === 'object' && isInBody(timestamp.from) ? timestamp.from : undefined

  /** With the body, where what the head says can be read only with it. */
  function wholeHead(head: SignedHead, rawBody: Uint8Array, request: RequestHead): SignedHead {
    return definition.readsBody ? readHead(request, rawBody) : head
  }

  function isSignedBy(key: SchemeKey, values: SignedValues, body: Uint8Array, candidates: readonly string[]) {
    return key.verifies(candidates, prefix(values), hasBody ? body : nothing, suffix(values))
  }

  function findKey(
    head: SignedHead,
    body: Uint8Array,
    rawBody: Uint8Array,
    request: RequestHead,
    active: readonly SchemeKey[],
    now: number,
  ): string | undefined {
    const { timestamps } = head
    const values = isOfHead ? head : { ...head, request, rawBody, settings }
    for (const key of active) {
      if (!isInForce(key, now)) continue
      const candidates = candidatesFor(key, head)
      if (candidates.length === 0) continue
      if (timestamps === undefined) {
        if (isSignedBy(key, values, body, candidates)) return key.keyId
      } else
        for (const [index, candidate] of candidates.entries())
          if (isSignedBy(key, { ...values, timestamp: timestamps[index] }, body, [candidate]))
            return key.keyId
    }
    return undefined
  }

  function verifyWith(
    head: SignedHead,
    rawBody: Uint8Array,
    request: RequestHead,
    active: readonly SchemeKey[],
    now: number,
  ): string {
    const whole = wholeHead(head, rawBody, request)
    let keyId = findKey(whole, rawBody, rawBody, request, active, now)
    if (keyId === undefined && alternativeBody !== undefined)
      keyId = findKey(whole, alternativeBody(rawBody), rawBody, request, active, now)
    if (keyId === undefined) throw new SignatureError('signature_mismatch')
    return keyId
  }

  function signRequest(...parameters: Parameters<NonNullable<Scheme['signRequest']>>) {
    if (known === undefined)
      throw new TypeError(`${name}: to sign, give the secrets themselves, not a function.`)
    return contentSigner(definition, known, settings)(...parameters)
  }

  return {
    name,
    event: { id: listSources(definition.event?.id), type: listSources(definition.event?.type) },
    handshakes: bindHandshakes(definition.handshakes, known, settings),
    formats: definition.formats,
    privateKeys: (known ?? []).filter(({ isPrivate }) => isPrivate).map(({ keyId }) => keyId),
    signsTimestamp: timestamp !== undefined,
    bodySigned: definition.bodySigned ?? true,
    toleranceMs: timestamp?.toleranceMs,
    retryWindowMs: definition.retryWindowMs,
    readHead: (request) => readHead(request),
    verify(head, rawBody, request, now) {
      if (typeof keys !== 'function') return verifyWith(head, rawBody, request, keys, now)
      return keys(request).then((found) => verifyWith(head, rawBody, request, found, now))
    },
    ...(stampSource === undefined || timestamp === undefined
      ? {}
      : {
          readSentAt(rawBody: Uint8Array, request: RequestHead) {
            const text = readSource(stampSource, request, rawBody)
            if (text === undefined) throw new SignatureError('timestamp_missing')
            return parseTimestamp(text, timestamp.unit)
          },
        }),
    hashSignedContent(head, rawBody, request) {
      const { id, timestamp, timestamps, pairs } = wholeHead(head, rawBody, request)
      // Which of several groups is genuine does not show here, and anyone can add one.
      if (timestamps !== undefined) return createHash('sha256').update(rawBody).digest('base64url')
      const values = { id, timestamp, pairs, request, rawBody, settings }
      const hash = createHash('sha256').update(template.prefix(values), 'latin1')
      if (template.hasBody) hash.update(alternativeBody?.(rawBody) ?? rawBody)
      return hash.update(template.suffix(values), 'latin1').digest('base64url')
    },
    sign(delivery) {
      const { url, headers, body } = signRequest(delivery)
      const isElsewhere =
        url !== (delivery.url === undefined ? undefined : String(delivery.url)) ||
        !body.equals(Buffer.from(delivery.body as string))
      if (isElsewhere)
        throw new TypeError(
          `${name}: the signature stands in the body or the URL: send what signRequest gives.`,
        )
      return headers
    },
    signRequest,
  }
}

const nothing = Buffer.alloc(0)

/**
 * The signatures that a key looks at: under the label of its algorithm where they have labels, and of its own id where
 * they name keys and it has one.
 */
function candidatesFor({ label, isNamed, keyId }: SchemeKey, head: SignedHead): readonly string[] {
  const { candidates, labels, keyIds, keyId: named } = head
  if (isNamed && named !== undefined && named !== keyId) return []
  if (labels !== undefined) return candidates.filter((_, index) => labels[index] === label)
  if (keyIds !== undefined && isNamed) return candidates.filter((_, index) => keyIds[index] === keyId)
  return candidates
}
