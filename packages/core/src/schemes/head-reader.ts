import type { SignatureForm } from '../crypto/signature-encoding.js'
import { SignatureError } from '../errors.js'
import { readHeader, type RequestHead } from '../request.js'
import type { CompiledScheme } from './compile-scheme.js'
import { checkCandidates, type SignatureContent } from './signature-format/signature-text.js'
import {
  isInBody,
  readSource,
  readTexts,
  type RequestSource,
  type SignatureLocation,
} from './signature-location.js'
import { checkHeaderId, type SignedHead } from './signed-head.js'
import { parseTimestamp } from './timestamp.js'
import { headerOf, listSources } from './value-source.js'

/** The names of one family of headers. */
export interface HeaderFamily {
  readonly signature: SignatureLocation
  /** The one header that the signature stands in, if it is one. */
  readonly header: string | undefined
  /** Where the timestamp stands that is no part of the text of the signature. */
  readonly timestamp: RequestSource | undefined
  /** The header that it stands in, if it is one. */
  readonly timestampHeader: string | undefined
  readonly id: string | undefined
}

/** Gives the families of headers of a scheme; the first is the one that `sign` writes. */
export function headerFamilies({
  families,
  signature,
  timestamp,
  event,
}: CompiledScheme): readonly HeaderFamily[] {
  const id = listSources(event?.id)
    .map(headerOf)
    .find((name) => name !== undefined)
  return (families ?? ['']).map((family) => {
    const named = (name: string) => name.replace('{family}', family).toLowerCase()
    const location = namedLocation(signature, named)
    const isOneHeader = 'header' in location && !('repeats' in location) && !location.header.includes('{n}')
    const from = timestamp === undefined || timestamp.from === 'signature' ? undefined : timestamp.from
    const timestampHeader = from !== undefined && 'header' in from ? named(from.header) : undefined
    return {
      signature: location,
      header: isOneHeader ? location.header : undefined,
      timestamp: timestampHeader === undefined ? from : { header: timestampHeader },
      timestampHeader,
      id: id === undefined ? undefined : named(id),
    }
  })
}

function namedLocation(location: SignatureLocation, named: (name: string) => string): SignatureLocation {
  if ('headers' in location) return { headers: location.headers.map(named) }
  return 'header' in location ? { ...location, header: named(location.header) } : location
}

/** Reads id, timestamp and signatures of requests: from the head alone, or with the body where they stand in it. */
export function headReader(
  definition: CompiledScheme,
  forms: readonly SignatureForm[],
): (request: RequestHead, rawBody?: Uint8Array) => SignedHead {
  const { template, text, timestamp, keyId } = definition
  const families = headerFamilies(definition)
  const needsId = template.names.has('id')
  const needsBody = definition.readsBody
  const keyIdHeader = keyId?.header.toLowerCase()
  // One that is read with the body alone is looked at once that is verified.
  const isStampInBody = typeof timestamp?.from === 'object' && isInBody(timestamp.from)

  /** Of several the oldest: a new timestamp beside an old signature gains nothing. */
  function instantOf(stamp: string, stamps: readonly string[] | undefined): number | undefined {
    if (timestamp === undefined) return undefined
    const { unit } = timestamp
    const { isTimestampOpen } = template
    if (stamps === undefined) return parseTimestamp(stamp, unit, isTimestampOpen)
    return Math.min(...stamps.map((stamp) => parseTimestamp(stamp, unit, isTimestampOpen)))
  }

  function stampOf(
    request: RequestHead,
    rawBody: Uint8Array | undefined,
    { timestamp: source, timestampHeader }: HeaderFamily,
    content: SignatureContent,
  ): string | undefined {
    if (source === undefined) return content.timestamp
    if (timestampHeader !== undefined) return readHeader(request, timestampHeader)
    return rawBody === undefined && isStampInBody ? undefined : readSource(source, request, rawBody)
  }

  function readContent(
    request: RequestHead,
    rawBody: Uint8Array | undefined,
    { signature, header }: HeaderFamily,
  ): SignatureContent | undefined {
    // Most signatures stand in one header, and each delivery is read.
    if (header !== undefined) {
      const value = readHeader(request, header)
      return value === undefined ? undefined : text.read(value)
    }
    const contents = readTexts(signature, request, rawBody).map((value) => text.read(value))
    return contents.length === 0 ? undefined : mergeContents(contents)
  }

  function readFamily(
    request: RequestHead,
    rawBody: Uint8Array | undefined,
    family: HeaderFamily,
    content: SignatureContent,
  ): SignedHead {
    const id = family.id === undefined ? undefined : readHeader(request, family.id)
    if (id === undefined && needsId) throw new SignatureError('id_missing')
    if (id !== undefined) checkHeaderId(id, template.idDelimiter)
    const stamp = stampOf(request, rawBody, family, content)
    if (stamp === undefined && timestamp !== undefined && !isStampInBody)
      throw new SignatureError('timestamp_missing')
    const sentAt = stamp === undefined || isStampInBody ? undefined : instantOf(stamp, content.timestamps)
    const { candidates, labels, keyIds, timestamps, pairs } = wellFormed(content, forms)
    const named = keyIdHeader === undefined ? undefined : readHeader(request, keyIdHeader)
    // Not put together of others: it is made for each request.
    return { id, timestamp: stamp, sentAt, candidates, labels, keyIds, timestamps, pairs, keyId: named }
  }

  return function readHead(request, rawBody) {
    if (needsBody && rawBody === undefined)
      return { id: undefined, timestamp: undefined, sentAt: undefined, candidates: [] }
    for (const family of families) {
      const content = readContent(request, rawBody, family)
      if (content !== undefined) return readFamily(request, rawBody, family, content)
    }
    throw new SignatureError('signature_missing')
  }
}

/** Several texts are of several headers, which have one signature each or more, and never differ in their kind. */
function mergeContents(contents: readonly SignatureContent[]): SignatureContent {
  const [first] = contents
  if (first === undefined || contents.length === 1) return first ?? { signatures: [] }
  return { ...first, signatures: contents.flatMap(({ signatures }) => signatures) }
}

type WellFormed = Pick<SignedHead, 'candidates' | 'labels' | 'keyIds' | 'timestamps' | 'pairs'>

/** Keeps the signatures that a key could have made. */
function wellFormed(content: SignatureContent, forms: readonly SignatureForm[]): WellFormed {
  const { signatures, labels, keyIds, timestamps, pairs } = content
  checkCandidates(signatures)
  const candidates: string[] = []
  const kept: number[] = []
  for (let index = 0; index < signatures.length; index += 1) {
    const signature = signatures[index] as string
    const form = formOf(signature, forms)
    if (form === undefined) continue
    candidates.push(form.normalise(signature))
    kept.push(index)
  }
  if (candidates.length === 0) throw new SignatureError('signature_malformed')
  if (kept.length === signatures.length) return { candidates, labels, keyIds, timestamps, pairs }
  const keptOf = (list: readonly string[] | undefined) => list && kept.map((index) => list[index] as string)
  return {
    candidates,
    labels: keptOf(labels),
    keyIds: keptOf(keyIds),
    timestamps: keptOf(timestamps),
    pairs,
  }
}

function formOf(signature: string, forms: readonly SignatureForm[]): SignatureForm | undefined {
  for (const form of forms) if (form.matches(signature)) return form
  return undefined
}
