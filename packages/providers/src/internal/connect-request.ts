import { SignatureError } from '@postern/core'

/**
 * Writes a request as Atlassian hashes it for `qsh`: the method, the path behind that of the app's base URL, and
 * the parameters in the order of their names.
 * @param url - the whole, or path and query
 * @param basePath - that of the base URL, without a slash at its end
 * @throws SignatureError for parameters that are not percent-encoded UTF-8
 */
export function connectRequest(method: string, url: string, basePath: string): string {
  const [path = '', query = ''] = url
    .replace(/^https?:\/\/[^/?#]*/i, '')
    .replace(/#.*/s, '')
    .split(/\?(.*)/s, 2)
  return [method.toUpperCase(), canonicalPath(path, basePath), canonicalQuery(query)].join('&')
}

function canonicalPath(path: string, basePath: string): string {
  const isWithin = path === basePath || path.startsWith(`${basePath}/`)
  // Or else the rest of a path could be taken for parameters.
  const rest = (isWithin ? path.slice(basePath.length) : path).replaceAll('&', '%26')
  return rest.replace(/(?<=.)\/$/, '') || '/'
}

function canonicalQuery(query: string): string {
  const values = new Map<string, string[]>()
  for (const pair of query.split('&').filter((pair) => pair !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s, 2).map(decode)
    if (name !== 'jwt') values.set(name, [...(values.get(name) ?? []), value])
  }
  // By UTF-16 code units, as Atlassian's own library sorts them.
  const names = [...values.keys()].sort()
  const valuesOf = (name: string) => (values.get(name) ?? []).sort().map(encode).join(',')
  return names.map((name) => `${encode(name)}=${valuesOf(name)}`).join('&')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new SignatureError('signature_mismatch')
  }
}

/** All but the unreserved characters (RFC 3986, 2.3). */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
