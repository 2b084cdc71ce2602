import { type CapturedRequest, headerOf } from '../captured-request.js'
import type { UrlCause } from '../cause.js'
import type { Change, Trial } from '../trial.js'

/** What a proxy or a setting can change of a URL. */
interface UrlParts {
  readonly scheme: string
  readonly host: string
  readonly port: string
  readonly path: string
  readonly query: string
}

/** More values of one header are not looked at. */
const mostValues = 4
/** Of all combinations, those with the fewest differences. */
const mostUrls = 1500

/**
 * URLs that the sender may have signed.
 * @param takesUrl - whether the scheme takes a URL as an option; otherwise it signs what the request line has of it
 */
export function* urlChanges({ request, url, ...rest }: Trial, takesUrl: boolean): Iterable<Change> {
  const asIs = partsOf(url ?? `https://${headerOf(request, 'host') ?? ''}${request.url}`)
  if (asIs === undefined) return
  const arrived = partsOf(`https://${headerOf(request, 'host') ?? 'localhost'}${request.url}`) ?? asIs
  const all = takesUrl ? combinations(request, asIs, arrived) : targets(request, arrived)
  for (const parts of all) {
    const changed = differences(takesUrl ? asIs : arrived, parts)
    const [cause] = changed
    if (cause === undefined) continue
    const change = sentence(parts, changed)
    if (takesUrl) yield { cause, change, url: written(parts) }
    else yield { ...rest, cause, change, request: { ...request, url: parts.path + parts.query } }
  }
}

/** Those with the fewest differences come first, so that what is named is needed. */
function combinations(request: CapturedRequest, asIs: UrlParts, arrived: UrlParts): UrlParts[] {
  const found: UrlParts[] = []
  const schemes = unique([asIs.scheme, 'https', 'http'])
  const hosts = unique([asIs, arrived, ...hostsOf(request)].map(({ host, port }) => `${host} ${port}`))
  const paths = targets(request, asIs, arrived)
  for (const scheme of schemes)
    for (const hostAndPort of hosts)
      for (const { path, query } of paths) {
        const [host = '', port = ''] = hostAndPort.split(' ')
        for (const other of unique([port, '', ...portsOf(request)]))
          found.push({ scheme, host, port: other, path, query })
      }
  return found
    .map((parts) => ({ parts, count: differences(asIs, parts).length }))
    .sort((one, other) => one.count - other.count)
    .slice(0, mostUrls)
    .map(({ parts }) => parts)
}

function targets(request: CapturedRequest, ...known: readonly UrlParts[]): UrlParts[] {
  const [first] = known
  if (first === undefined) return []
  const original = [
    'x-original-url',
    'x-original-uri',
    'x-envoy-original-path',
    'x-forwarded-uri',
    'x-forwarded-path',
  ]
    .map((name) => headerOf(request, name) ?? '')
    .map((target) => partsOf(target.startsWith('/') ? `https://localhost${target}` : target))
    .filter((parts) => parts !== undefined)
  const prefix = headerOf(request, 'x-forwarded-prefix')?.replace(/\/+$/, '') ?? ''
  const all = [...known, ...original]
  const paths = all.flatMap(({ path }) => [path, prefix + path])
  const slashed = paths.flatMap((path) => [path, path.endsWith('/') ? path.slice(0, -1) : `${path}/`])
  const queries = [...all.map(({ query }) => query), '', '?']
  return unique(slashed).flatMap((path) => unique(queries).map((query) => ({ ...first, path, query })))
}

function hostsOf(request: CapturedRequest): UrlParts[] {
  const forwarded = headerOf(request, 'forwarded') ?? ''
  return [
    ...listed(headerOf(request, 'x-forwarded-host')),
    ...listed(headerOf(request, 'x-original-host')),
    ...[...forwarded.matchAll(/host="?([^";,\s]+)/gi)].slice(0, mostValues).map(([, host = '']) => host),
  ]
    .map((host) => partsOf(`https://${host}/`))
    .filter((parts) => parts !== undefined)
}

function portsOf(request: CapturedRequest): string[] {
  const ports = listed(headerOf(request, 'x-forwarded-port')).filter((port) => /^\d{1,5}$/.test(port))
  return [...ports.map((port) => `:${port}`), ':443', ':80']
}

function listed(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .slice(0, mostValues)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Not by `URL`, which would write it anew: what is signed is the text. */
function partsOf(url: string): UrlParts | undefined {
  const match = /^(https?):\/\/(\[[^\]/?#]*\]|[^:/?#\s]*)(:\d+)?(\/[^?#]*)?(\?[^#]*)?/i.exec(url)
  if (match === null) return undefined
  const [, scheme = '', host = '', port = '', path = '', query = ''] = match
  return { scheme: scheme.toLowerCase(), host, port, path, query }
}

function written({ scheme, host, port, path, query }: UrlParts): string {
  return `${scheme}://${host}${port}${path}${query}`
}

function differences(one: UrlParts, other: UrlParts): UrlCause[] {
  const isSlashAlone = one.path.replace(/\/$/, '') === other.path.replace(/\/$/, '')
  const found: (UrlCause | false)[] = [
    one.host !== other.host && 'url_host',
    one.scheme !== other.scheme && 'url_scheme',
    one.port !== other.port && 'url_port',
    one.path !== other.path && (isSlashAlone ? 'url_trailing_slash' : 'url_path'),
    one.query !== other.query && 'url_query',
  ]
  return found.filter((cause) => cause !== false)
}

const partNames: Record<UrlCause, string> = {
  url_host: 'host',
  url_scheme: 'scheme',
  url_port: 'port',
  url_path: 'path',
  url_trailing_slash: 'slash at the end of the path',
  url_query: 'query',
}

/** Without the query itself, in which tokens may stand. */
function sentence(parts: UrlParts, changed: readonly UrlCause[]): string {
  const query = parts.query === '' ? 'without a query' : 'with a query'
  const which = changed.map((cause) => partNames[cause]).join(', ')
  return `The sender signed the URL ${written({ ...parts, query: '' })}, ${query}: another ${which} than the receiver believes.`
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
