import { SignatureError } from '../errors.js'
import type { RequestHead } from '../request.js'
import { fieldValue } from './field-value.js'

/** The scheme and authority that a message was sent to, in their normal form (RFC 9110, 4.2.3). */
export interface Origin {
  readonly scheme: string
  readonly authority: string
}

/** The parts of a target URI, as they were sent. */
export interface RequestTarget {
  readonly path: string
  /** With its question mark; empty where there is none. */
  readonly query: string
}

const absoluteForm = /^(https?):\/\/([^/?#]*)(.*)$/i

/** Finds where a request was sent to: what its target says in absolute form, else the Host header and `https`. */
export function originOf(request: RequestHead, url: string): Origin {
  const [, scheme, authority] = absoluteForm.exec(url) ?? []
  if (scheme !== undefined && authority !== undefined) return normalOrigin(scheme, authority)
  const host = fieldValue(request, ':authority') ?? fieldValue(request, 'host') ?? ''
  return normalOrigin('https', host)
}

/** Gives those of a URL, which the parser has brought into their normal form. */
export function originOfUrl({ protocol, host }: URL): Origin {
  return { scheme: protocol.slice(0, -1), authority: host }
}

function normalOrigin(givenScheme: string, givenAuthority: string): Origin {
  const scheme = givenScheme.toLowerCase()
  const [, host, port = ''] = /^(\[[0-9a-f:.]+\]|[^:/?#@[\],\s]+)(?::([0-9]*))?$/i.exec(givenAuthority) ?? []
  if (host === undefined) throw new SignatureError('header_malformed')
  const isDefault = port === '' || port === (scheme === 'https' ? '443' : '80')
  return { scheme, authority: host.toLowerCase() + (isDefault ? '' : `:${port}`) }
}

/** Splits the target of a request into path and query (RFC 9110, 7.1). Nothing in them is decoded. */
export function splitTarget(url: string): RequestTarget {
  const rest = absoluteForm.exec(url)?.[3] ?? url
  const queryAt = rest.indexOf('?')
  const path = queryAt === -1 ? rest : rest.slice(0, queryAt)
  // What is in neither form, as `*` is, has no path.
  if (path !== '' ? !path.startsWith('/') : rest === url) throw new SignatureError('signature_unsupported')
  return { path: path === '' ? '/' : path, query: queryAt === -1 ? '' : rest.slice(queryAt) }
}
