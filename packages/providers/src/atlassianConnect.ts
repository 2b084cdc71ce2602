import { defineJwt, type Scheme, type Secrets, type SignableDelivery } from '@postern/core'
import { connectRequest } from './internal/connect-request.js'

const signed = defineJwt({
  name: 'atlassian-connect',
  token: { header: 'authorization', prefix: 'JWT ' },
  algorithms: ['HS256'],
  expires: true,
  url: { claim: 'qsh', hash: 'hex' },
  formats: ['json'],
})

/** Options of {@link atlassianConnect}. */
export interface AtlassianConnectOptions {
  /** The `sharedSecret` of the tenant, or a function of the request's head. */
  readonly secrets: Secrets
  /**
   * The path of the app's base URL (`/connect`), which is left out of what is signed. With a wrong one no
   * signature verifies. @defaultValue `''`: the base URL has none
   */
  readonly basePath?: string
}

/**
 * Atlassian Connect's webhooks, of apps for Jira and Confluence.
 *
 * - Signed: method, path and parameters of the request, in a token, and **not the body**: whoever has seen one
 *   delivery can send another payload with it, until the token expires.
 * - Secret: the `sharedSecret` that the `installed` callback brought, as it is: each tenant has one. For several,
 *   `secrets` is a function of the head, that looks up the tenant by the `iss` of the token, its `clientKey`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: the `installed` and `uninstalled` callbacks are signed with Atlassian's key (`RS256`) and are refused:
 *   receive them in a route of your own. A token in the query (`jwt`) is not read. Behind a proxy that changes the
 *   path, no signature verifies. Trust the tenant, and fetch what the payload names.
 * @see https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps
 */
export function atlassianConnect({ basePath = '', ...options }: AtlassianConnectOptions): Scheme {
  if (!/^(?:\/[^?#]*[^/?#])?$/.test(basePath))
    throw new TypeError('atlassian-connect: basePath begins with a slash, and does not end with one.')
  const scheme = signed({
    ...options,
    url: ({ method = '', url = '' }) => connectRequest(method, url, basePath),
  })

  /** What is hashed stands for the URL while the token is made. */
  function inCanonicalForm(delivery: SignableDelivery): SignableDelivery {
    const { method = 'POST', url } = delivery
    if (url === undefined)
      throw new TypeError('atlassian-connect: the signature covers the URL, and the delivery has none.')
    return { ...delivery, url: connectRequest(method, String(url), basePath) }
  }

  return {
    ...scheme,
    sign: (delivery) => scheme.sign(inCanonicalForm(delivery)),
    signRequest: (delivery) => ({
      method: delivery.method ?? 'POST',
      url: String(delivery.url),
      headers: { ...scheme.sign(inCanonicalForm(delivery)) },
      body: Buffer.from(delivery.body as string),
    }),
  }
}
