import { createHash } from 'node:crypto'
import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import { SignatureError } from '../errors.js'
import { readHeader, type RequestHead } from '../request.js'
import type { CompiledScheme } from './scheme-definition.js'
import type { SchemeKeys } from './scheme-keys.js'
import type { Scheme, SignableDelivery } from './scheme.js'
import { checkCandidates, type HeaderContent } from './signature-header.js'
import { checkHeaderId, type SignedHead } from './signed-head.js'
import { formatTimestamp, parseTimestamp } from './timestamp.js'
import { headerOf, listSources } from './value-source.js'

interface HeaderNames {
  readonly signature: string
  readonly timestamp: string | undefined
  readonly id: string | undefined
}

/** The engine that reads every definition of a scheme that signs an id, a timestamp and the body, in a header. */
export function signedContentScheme(definition: CompiledScheme, { forms, keys }: SchemeKeys): Scheme {
  const { name, template, header, timestamp, alternativeBody } = definition
  const families = headerFamilies(definition)
  const needsId = template.names.has('id')
  const signingFamily = families[0] as HeaderNames

  function readHead(request: RequestHead): SignedHead {
    for (const names of families) {
      const value = readHeader(request, names.signature)
      if (value !== undefined) return readFamily(request, names, value)
    }
    throw new SignatureError('signature_missing')
  }

  function readFamily(request: RequestHead, names: HeaderNames, value: string): SignedHead {
    const content = header.read(value)
    const id = names.id === undefined ? undefined : readHeader(request, names.id)
    if (id === undefined && needsId) throw new SignatureError('id_missing')
    if (id !== undefined) checkHeaderId(id, template.idDelimiter)
    const text = names.timestamp === undefined ? content.timestamp : readHeader(request, names.timestamp)
    if (text === undefined && timestamp !== undefined) throw new SignatureError('timestamp_missing')
    const sentAt =
      text === undefined || timestamp === undefined ? undefined : parseTimestamp(text, timestamp.unit)
    return { id, timestamp: text, sentAt, ...wellFormed(content) }
  }

  function wellFormed({ signatures, labels }: HeaderContent): Pick<SignedHead, 'candidates' | 'labels'> {
    checkCandidates(signatures)
    const candidates: string[] = []
    const labelsOfThem: string[] = []
    for (let index = 0; index < signatures.length; index += 1) {
      const signature = signatures[index] as string
      const form = forms.find((form) => form.matches(signature))
      if (form === undefined) continue
      candidates.push(form.normalise(signature))
      if (labels !== undefined) labelsOfThem.push(labels[index] as string)
    }
    if (candidates.length === 0) throw new SignatureError('signature_malformed')
    return { candidates, labels: labels && labelsOfThem }
  }

  function findKey(
    head: SignedHead,
    body: Uint8Array,
    active: readonly SchemeKey[],
    now: number,
  ): string | undefined {
    const prefix = template.prefix(head)
    const suffix = template.suffix(head)
    for (const key of active) {
      if (!isInForce(key, now)) continue
      const candidates = candidatesFor(key, head)
      if (candidates.length > 0 && key.verifies(candidates, prefix, body, suffix)) return key.keyId
    }
    return undefined
  }

  function verifyWith(
    head: SignedHead,
    rawBody: Uint8Array,
    active: readonly SchemeKey[],
    now: number,
  ): string {
    let keyId = findKey(head, rawBody, active, now)
    if (keyId === undefined && alternativeBody !== undefined)
      keyId = findKey(head, alternativeBody(rawBody), active, now)
    if (keyId === undefined) throw new SignatureError('signature_mismatch')
    return keyId
  }

  function sign({ body, id, sentAt = Date.now() }: SignableDelivery): Record<string, string> {
    if (typeof keys === 'function')
      throw new TypeError(`${name}: to sign, give the secrets themselves, not a function.`)
    if (needsId && id === undefined)
      throw new TypeError(`${name}: the scheme signs an id, and the delivery has none.`)
    if (id !== undefined && signingFamily.id !== undefined) assertHeaderId(id, template.idDelimiter, name)
    const text = timestamp === undefined ? undefined : formatTimestamp(Number(sentAt), timestamp.unit)
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body
    const signed = alternativeBody === undefined ? bytes : alternativeBody(bytes)
    const values = { id, timestamp: text }
    const signatures = keys.flatMap((key) =>
      key.sign === undefined || !isInForce(key, Number(sentAt))
        ? []
        : [
            {
              label: key.label,
              signature: key.sign(template.prefix(values), signed, template.suffix(values)),
            },
          ],
    )
    if (signatures.length === 0)
      throw new TypeError(`${name}: no key that can sign is in force at the time of signing.`)
    const headers = { [signingFamily.signature]: header.write(signatures, text ?? '') }
    if (signingFamily.timestamp !== undefined && text !== undefined) headers[signingFamily.timestamp] = text
    if (signingFamily.id !== undefined && id !== undefined) headers[signingFamily.id] = id
    return headers
  }

  return {
    name,
    event: { id: listSources(definition.event?.id), type: listSources(definition.event?.type) },
    handshake: definition.handshake,
    formats: definition.formats,
    privateKeys:
      typeof keys === 'function' ? [] : keys.filter(({ isPrivate }) => isPrivate).map(({ keyId }) => keyId),
    signsTimestamp: timestamp !== undefined,
    readHead,
    verify(head, rawBody, request, now) {
      if (typeof keys !== 'function') return verifyWith(head, rawBody, keys, now)
      return keys(request).then((found) => verifyWith(head, rawBody, found, now))
    },
    hashSignedContent(head, rawBody) {
      const hash = createHash('sha256')
        .update(template.prefix(head), 'latin1')
        .update(alternativeBody?.(rawBody) ?? rawBody)
      return hash.update(template.suffix(head), 'latin1').digest('base64url')
    },
    sign,
  }
}

/** Where signatures stand under the label of their algorithm, a key looks at none under another's. */
function candidatesFor({ label }: SchemeKey, { candidates, labels }: SignedHead): readonly string[] {
  return labels === undefined ? candidates : candidates.filter((_, index) => labels[index] === label)
}

function headerFamilies({ families, signature, timestamp, event }: CompiledScheme): readonly HeaderNames[] {
  const id = listSources(event?.id)
    .map(headerOf)
    .find((name) => name !== undefined)
  const timestampHeader = typeof timestamp?.from === 'object' ? timestamp.from.header : undefined
  return (families ?? ['']).map((family) => {
    const named = (name: string) => name.replace('{family}', family).toLowerCase()
    return {
      signature: named(signature.header),
      timestamp: timestampHeader === undefined ? undefined : named(timestampHeader),
      id: id === undefined ? undefined : named(id),
    }
  })
}

function assertHeaderId(id: string, delimiter: string, scheme: string): void {
  try {
    checkHeaderId(id, delimiter)
  } catch {
    const without = delimiter === '' ? '' : ` and without '${delimiter}'`
    throw new TypeError(
      `${scheme}: the id must be printable text of one byte a character, with no white space${without}: it is signed in a header.`,
    )
  }
}
