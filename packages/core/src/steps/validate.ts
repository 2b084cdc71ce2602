import type { Endpoint } from '../endpoint.js'
import { EventIdMissingError, PayloadInvalidError } from '../errors.js'
import { asIdentifier, findValue } from '../find-value.js'
import { listSources } from '../schemes/value-source.js'
import type { Decoded } from './decode.js'
import type { Verified } from './verify.js'

/** A delivery that says which event it is, with a payload that the route takes. */
export interface Valid<Payload = unknown> {
  readonly decoded: Decoded
  readonly payload: Payload
  /** The event id; `undefined` where `eventId` is `false`. */
  readonly id: string | undefined
}

/** Finds the event id, and has the schema check the payload. */
export function validate<Payload>(
  endpoint: Endpoint<Payload>,
  decoded: Decoded,
): Valid<Payload> | Promise<Valid<Payload>> {
  const id = findEventId(endpoint, decoded)
  const { payload } = decoded.delivery
  if (endpoint.schema === undefined) return { decoded, payload: payload as Payload, id }
  return checkPayload(endpoint.schema, payload).then((payload) => ({ decoded, payload, id }))
}

async function checkPayload<Payload>(
  schema: NonNullable<Endpoint<Payload>['schema']>,
  payload: unknown,
): Promise<Payload> {
  const result = await schema['~standard'].validate(payload)
  if (result.issues === undefined) return result.value
  const paths = result.issues.map(({ path = [] }) =>
    path.map((part) => (typeof part === 'object' ? part.key : part)),
  )
  throw new PayloadInvalidError(paths.map((path) => path.map(String).join('.')))
}

function findEventId({ eventId, scheme }: Endpoint, { verified, delivery }: Decoded): string | undefined {
  const { head, rawBody } = verified.received
  if (eventId === false) return undefined
  if (typeof eventId === 'function') return asIdentifier(eventId(delivery)) ?? missing(verified)
  if (eventId === 'hash') return head.signed && scheme.hashSignedContent(head.signed, rawBody, head.request)
  const sources = eventId === undefined ? scheme.event.id : listSources(eventId)
  const id = findValue(sources, delivery.payload, delivery.request, head.signed)
  return id ?? missing(verified)
}

// What is let through unverified, for watching, makes no claim, and so needs no id.
function missing({ doubt }: Verified): string | undefined {
  if (doubt === undefined) throw new EventIdMissingError()
  return undefined
}
