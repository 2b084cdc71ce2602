import { type CapturedRequest, headerOf } from '../captured-request.js'
import type { Change, Trial } from '../trial.js'

/** The two families of names of Standard Webhooks: the one that a request has, and the one that is looked for. */
const families = [
  [/^webhook-/, 'svix-'],
  [/^svix-/, 'webhook-'],
] as const

/** Headers under names that a server made of them, and headers that came twice. */
export function* headerNameChanges({ request }: Trial): Iterable<Change> {
  const renamed = withNames(request, (name) => name.replace(/^http_/, '').replaceAll('_', '-'))
  if (renamed !== undefined)
    yield {
      cause: 'header_names',
      change:
        'The headers have underscores in their names (stripe_signature, HTTP_STRIPE_SIGNATURE), as CGI writes them.',
      request: renamed,
    }
  const forwarded = withNames(request, (name) =>
    name.replace(/^(?:x-forwarded-|x-original-|x-amzn-remapped-)/, ''),
  )
  if (forwarded !== undefined)
    yield {
      cause: 'header_names',
      change: 'The headers have the prefix in their names that a proxy puts there.',
      request: forwarded,
    }
  for (const [found, wanted] of families) {
    const other = withNames(request, (name) => name.replace(found, wanted))
    if (other !== undefined)
      yield {
        cause: 'header_names',
        change: `The scheme looks for headers whose names begin with ${wanted}, and these have the names of the other family.`,
        request: other,
      }
  }
  for (const [name, value] of Object.entries(request.headers)) {
    const values = typeof value === 'string' ? value.split(/, ?/) : value
    if (values.length < 2 || values.length > 8) continue
    const isSame = new Set(values).size === 1
    for (const one of isSame ? values.slice(0, 1) : values)
      yield {
        cause: 'header_repeated',
        change: `The header '${name}' came ${String(values.length)} times, and one of them is right.`,
        request: { ...request, headers: { ...request.headers, [name]: one } },
      }
  }
}

/** With other names, where those are free. */
function withNames(request: CapturedRequest, rename: (name: string) => string): CapturedRequest | undefined {
  const headers: Record<string, string | readonly string[]> = { ...request.headers }
  let isChanged = false
  for (const [name, value] of Object.entries(request.headers)) {
    const other = rename(name)
    if (other === name || other === '' || headerOf(request, other) !== undefined) continue
    headers[other] = value
    isChanged = true
  }
  return isChanged ? { ...request, headers } : undefined
}
