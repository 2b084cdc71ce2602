import type { RequestHead, Scheme, SignableDelivery } from '@postern/core'
import { lowerCased } from './header-of.js'

/** How the headers that a sender writes become those that a scheme reads, and the other way round. */
export interface HeaderForm {
  /**
   * Gives the headers that the scheme reads, in the place of any that have their names.
   * @throws SignatureError when what was sent has another form
   */
  read(request: RequestHead): Readonly<Record<string, string>>
  /** Gives headers that are signed, and so must be there before. */
  prepare?(delivery: SignableDelivery): Readonly<Record<string, string>>
  /** Gives the headers to send, of those that the scheme wrote. */
  write(headers: Readonly<Record<string, string>>): Record<string, string>
}

/** Has a scheme read and write headers in a form that no definition has. */
export function overHeaders(scheme: Scheme, form: HeaderForm): Scheme {
  function asRead(request: RequestHead): RequestHead {
    const { method, url, ip } = request
    return { method, url, ip, headers: { ...lowerCased(request.headers), ...form.read(request) } }
  }

  function signRequest(delivery: SignableDelivery) {
    if (scheme.signRequest === undefined) throw new TypeError(`${scheme.name}: the scheme does not sign.`)
    const headers = { ...delivery.headers, ...form.prepare?.(delivery) }
    const signed = scheme.signRequest({ ...delivery, headers })
    return { ...signed, headers: form.write(signed.headers) }
  }

  return {
    ...scheme,
    readHead: (request) => scheme.readHead(asRead(request)),
    verify: (head, rawBody, request, now) => scheme.verify(head, rawBody, asRead(request), now),
    hashSignedContent: (head, rawBody, request) => scheme.hashSignedContent(head, rawBody, asRead(request)),
    sign: (delivery) => ({ ...signRequest(delivery).headers }),
    signRequest,
  }
}
