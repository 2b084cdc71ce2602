import { randomUUID } from 'node:crypto'
import type { Scheme, SignableDelivery } from './schemes/scheme.js'

/** What to say of a delivery to test with, beside its payload. */
export interface SignedRequestOptions extends Omit<SignableDelivery, 'body'> {
  /** @defaultValue `'/'` */
  readonly url?: string | URL
  /** @defaultValue a random one, for schemes that have a header for it */
  readonly id?: string
}

/** A signed delivery in the form that `fetch`, Fastify's `inject` and supertest take. */
export interface SignedTestRequest<Body = string> {
  readonly method: string
  readonly url: string
  /** Names in lower case, the media type among them. */
  readonly headers: Record<string, string>
  /** As text, since supertest would write bytes as JSON; bytes where the payload was bytes. */
  readonly body: Body
}

/**
 * Signs a delivery for a test, with the scheme of the receiver under test.
 * @param payload - an object is sent as JSON, `URLSearchParams` as a form; text and bytes go as they are
 * @throws TypeError when the scheme cannot sign, as with public keys alone
 * @example
 * const delivery = signedRequest(scheme, { id: 'evt_1', type: 'order.paid' }, { url: '/webhooks' })
 * await request(app).post(delivery.url).set(delivery.headers).send(delivery.body).expect(204) // supertest
 * await app.inject(delivery) // Fastify
 * await fetch(new URL(delivery.url, server), delivery)
 */
export function signedRequest(
  scheme: Scheme,
  payload: Uint8Array,
  options?: SignedRequestOptions,
): SignedTestRequest<Buffer>
export function signedRequest(
  scheme: Scheme,
  payload: unknown,
  options?: SignedRequestOptions,
): SignedTestRequest
export function signedRequest(
  scheme: Scheme,
  payload: unknown,
  options: SignedRequestOptions = {},
): SignedTestRequest<string | Buffer> {
  const { url = '/', id = `evt_${randomUUID()}`, method = 'POST', headers, ...others } = options
  const { bytes, mediaType } = bodyOf(payload)
  const given = { 'content-type': mediaType, ...headers }
  const delivery = { ...others, body: bytes, url, id, method, headers: given }
  const signed = scheme.signRequest?.(delivery)
  const body = signed?.body ?? bytes
  return {
    method,
    url: signed?.url ?? String(url),
    headers: { ...given, ...(signed?.headers ?? scheme.sign(delivery)) },
    body: payload instanceof Uint8Array ? body : body.toString('utf8'),
  }
}

function bodyOf(payload: unknown): { bytes: Buffer; mediaType: string } {
  if (payload instanceof Uint8Array) return { bytes: Buffer.from(payload), mediaType: 'application/json' }
  if (payload instanceof URLSearchParams)
    return {
      bytes: Buffer.from(payload.toString(), 'utf8'),
      mediaType: 'application/x-www-form-urlencoded',
    }
  const text: unknown = typeof payload === 'string' ? payload : JSON.stringify(payload)
  if (typeof text !== 'string')
    throw new TypeError('signedRequest: the payload is nothing that JSON can say.')
  return { bytes: Buffer.from(text, 'utf8'), mediaType: 'application/json' }
}
