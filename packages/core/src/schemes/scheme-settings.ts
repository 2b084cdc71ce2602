import { nonEmptyText } from '../check-option.js'
import { readHeader, type RequestHead } from '../request.js'
import type { SchemeSettings } from './template-part.js'

/** The URL of an endpoint as its sender knows it: one, or a function for endpoints that have several. */
export type EndpointUrl = string | URL | ((head: RequestHead) => string)

/**
 * Checks what a user gives beside the secrets.
 * @throws TypeError for a param that is missing, and a URL that is none
 */
export function schemeSettings(
  name: string,
  url: EndpointUrl | undefined,
  params: readonly string[],
  given: Readonly<Record<string, unknown>>,
): SchemeSettings {
  const values = params.map((param) => {
    const value = given[param]
    if (typeof value !== 'string' || value === '')
      throw new TypeError(`${name}: ${param} must be text that is not empty.`)
    return [param, value] as const
  })
  return { params: Object.fromEntries(values), urlOf: urlReader(name, url) }
}

function urlReader(name: string, url: EndpointUrl | undefined): SchemeSettings['urlOf'] {
  if (url === undefined) return urlOfRequest
  if (typeof url === 'function') return (head) => nonEmptyText(url(head), `the url of ${name}`)
  const text = String(url)
  if (!URL.canParse(text)) throw new TypeError(`${name}: url must be an absolute URL.`)
  return () => text
}

/** Behind a proxy that keeps the Host header and ends TLS, as most do. */
function urlOfRequest(head: RequestHead): string {
  const target = head.url ?? ''
  if (/^https?:\/\//i.test(target)) return target
  return `https://${readHeader(head, 'host') ?? ''}${target}`
}

/** Those of a scheme that has none. */
export const defaultSettings: SchemeSettings = { params: {}, urlOf: urlOfRequest }
