import type { Endpoint } from '../endpoint.js'
import { EventIdMissingError, PayloadInvalidError, PayloadMalformedError } from '../errors.js'
import { asIdentifier, compilePath } from '../json-path.js'
import type { DecodedDelivery } from '../options.js'
import { parsePayload } from '../parse-payload.js'
import { readHeader, type RequestHead } from '../request.js'
import type { SignedHead } from '../schemes/signed-head.js'
import { headerOf, listSources, pathOf, type ValueSource } from '../schemes/value-source.js'
import type { Received } from './read-body.js'
import type { Verified } from './verify.js'

/** A verified delivery whose payload is decoded, and which says what event it is. */
export interface Decoded<Payload = unknown> {
  readonly verified: Verified
  readonly payload: Payload
  readonly delivery: DecodedDelivery
  /** The event id; `undefined` where `eventId` is `false`. */
  readonly id: string | undefined
}

/** Parses and validates the verified bytes, and finds the event id and type in them. */
export async function decode<Payload>(
  endpoint: Endpoint<Payload>,
  verified: Verified,
): Promise<Decoded<Payload>> {
  const { received } = verified
  const { request } = received.head
  const parsed = await parse(endpoint, received)
  const source = typeof endpoint.source === 'function' ? endpoint.source(request) : endpoint.source
  const type = findValue(endpoint.scheme.event.type, parsed, request, undefined)
  const delivery = { payload: parsed, rawBody: received.rawBody, type, source, request }
  const id = findEventId(endpoint, received, delivery)
  const payload =
    endpoint.schema === undefined ? (parsed as Payload) : await validate(endpoint.schema, parsed)
  return { verified, payload, delivery, id }
}

async function parse<Payload>({ parse }: Endpoint<Payload>, { head, rawBody }: Received): Promise<unknown> {
  try {
    if (typeof parse === 'function') return await parse(rawBody, head.request)
    return parsePayload(rawBody, head.format ?? 'raw')
  } catch (error) {
    throw new PayloadMalformedError(typeof parse === 'function' ? error : undefined)
  }
}

async function validate<Payload>(
  schema: NonNullable<Endpoint<Payload>['schema']>,
  parsed: unknown,
): Promise<Payload> {
  const result = await schema['~standard'].validate(parsed)
  if (result.issues === undefined) return result.value
  throw new PayloadInvalidError(
    result.issues.map(({ path = [] }) =>
      path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
    ),
  )
}

function findEventId(
  { eventId, scheme }: Endpoint,
  received: Received,
  delivery: DecodedDelivery,
): string | undefined {
  const { signed } = received.head
  if (eventId === false) return undefined
  if (typeof eventId === 'function') return asIdentifier(eventId(delivery)) ?? missing()
  if (eventId === 'hash')
    return signed === undefined ? undefined : scheme.hashSignedContent(signed, received.rawBody)
  const sources = eventId === undefined ? scheme.event.id : listSources(eventId)
  // Unverified deliveries are let through for watching; their id serves no purpose.
  const isOptional = signed === undefined
  return (
    findValue(sources, delivery.payload, delivery.request, signed) ?? (isOptional ? undefined : missing())
  )
}

function missing(): never {
  throw new EventIdMissingError()
}

function findValue(
  sources: readonly ValueSource[],
  payload: unknown,
  request: RequestHead,
  signed: SignedHead | undefined,
): string | undefined {
  for (const source of sources) {
    const header = headerOf(source)
    const path = pathOf(source)
    const value =
      header === undefined ? path && compilePath(path)(payload) : headerValue(header, request, signed)
    const identifier = asIdentifier(value)
    if (identifier !== undefined) return identifier
  }
  return undefined
}

// A header of several families was found by the scheme.
function headerValue(name: string, request: RequestHead, signed: SignedHead | undefined): string | undefined {
  return name.includes('{family}') ? signed?.id : readHeader(request, name)
}
