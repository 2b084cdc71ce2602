import { isInForce, type SchemeKey } from '../crypto/scheme-key.js'
import type { Template } from './compile-template.js'
import { headerFamilies, type HeaderFamily } from './head-reader.js'
import type { CompiledScheme } from './compile-scheme.js'
import type { SignableDelivery, SignedRequest } from './scheme.js'
import type { LabelledSignature } from './signature-format/signature-text.js'
import { type Draft, isInBody, textsOf, writeSource, writeTexts } from './signature-location.js'
import { checkHeaderId } from './signed-head.js'
import type { SchemeSettings } from './template-part.js'
import { formatTimestamp } from './timestamp.js'

/** Signs deliveries of a definition with each key that can. */
export function contentSigner(
  definition: CompiledScheme,
  keys: readonly SchemeKey[],
  settings: SchemeSettings,
): (delivery: SignableDelivery) => SignedRequest {
  const { name, template, text, timestamp, alternativeBody, signature: location } = definition
  const family = headerFamilies(definition)[0] as HeaderFamily

  function signAll(draft: Draft, delivery: SignableDelivery, stamp: string | undefined): LabelledSignature[] {
    const { id, sentAt = Date.now(), method = 'POST' } = delivery
    const signed = alternativeBody === undefined ? draft.body : alternativeBody(draft.body)
    const values = {
      id,
      timestamp: stamp,
      rawBody: draft.body,
      request: { method, url: targetOf(draft.url), headers: draft.headers },
      settings: { ...settings, urlOf: () => draft.url ?? settings.urlOf({ headers: draft.headers }) },
    }
    const body = template.hasBody ? signed : nothing
    return keys.flatMap((key) =>
      key.sign === undefined || !isInForce(key, Number(sentAt))
        ? []
        : [
            {
              label: key.label,
              keyId: key.keyId,
              signature: key.sign(template.prefix(values), body, template.suffix(values)),
            },
          ],
    )
  }

  return function signRequest(delivery) {
    const { body, id, sentAt = Date.now(), method = 'POST', url, headers = {} } = delivery
    checkId(template, family, id, name)
    const bytes = Buffer.from(body as string)
    const draft: Draft = {
      url: url === undefined ? undefined : String(url),
      body: bytes,
      headers: { ...headers },
    }
    const stamp = timestamp === undefined ? undefined : formatTimestamp(Number(sentAt), timestamp.unit)
    if (family.id !== undefined && id !== undefined) draft.headers[family.id] = id
    const isInPayload = family.timestamp !== undefined && isInBody(family.timestamp) && !definition.readsBody
    if (family.timestamp !== undefined && stamp !== undefined && !isInPayload)
      writeSource(family.timestamp, stamp, draft)
    const signatures = signAll(draft, delivery, stamp)
    const [first] = signatures
    if (first === undefined)
      throw new TypeError(`${name}: no key that can sign is in force at the time of signing.`)
    if (definition.keyId !== undefined) draft.headers[definition.keyId.header.toLowerCase()] = first.keyId
    const count = textsOf(location)
    const texts =
      count === undefined
        ? [text.write(signatures, stamp ?? '')]
        : signatures.slice(0, count).map((signature) => text.write([signature], stamp ?? ''))
    writeTexts(family.signature, texts, draft)
    return { method, url: draft.url, headers: draft.headers, body: Buffer.from(draft.body) }
  }
}

const nothing = Buffer.alloc(0)

/** What a client sends of a URL is the path and the query alone. */
function targetOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

function checkId(
  { names, idDelimiter }: Template,
  family: HeaderFamily,
  id: string | undefined,
  name: string,
) {
  if (names.has('id') && id === undefined)
    throw new TypeError(`${name}: the scheme signs an id, and the delivery has none.`)
  if (id === undefined || family.id === undefined) return
  try {
    checkHeaderId(id, idDelimiter)
  } catch {
    const without = idDelimiter === '' ? '' : ` and without '${idDelimiter}'`
    throw new TypeError(
      `${name}: the id must be printable text of one byte a character, with no white space${without}: it is signed in a header.`,
    )
  }
}
