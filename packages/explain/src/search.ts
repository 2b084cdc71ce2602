import type { Scheme } from '@postern/core'
import { judge, makeScheme, type Verified } from './judge.js'
import type { Change, Trial } from './trial.js'

/** A change that makes the request verify. */
export interface Hit {
  readonly change: Change
  readonly scheme: Scheme
  readonly verdict: Verified
}

/** As many bytes are verified at most, of all changes together: a second's work. */
const mostBytes = 128 * 1024 * 1024

/**
 * Tries one change after the other, each by itself, until one makes the request verify. Schemes are all asked, as
 * several may sign alike.
 * @param scheme - that of `base`; `undefined` when the secrets are refused
 * @returns several hits only where each is another scheme
 */
export async function searchCause(
  base: Trial,
  scheme: Scheme | undefined,
  changes: Iterable<Change>,
  { maxTries, now }: { readonly maxTries: number; readonly now: number },
): Promise<{ readonly hits: readonly Hit[]; readonly tries: number }> {
  const hits: Hit[] = []
  let tries = 0
  let bytes = 0
  const original = Buffer.from(base.request.rawBody)
  for (const change of changes) {
    if (hits.length > 0 && change.cause !== 'other_scheme') break
    const trial = { ...base, ...change }
    const { request } = trial
    const isSameRequest = request === base.request
    const isOnlyBody = request.headers === base.request.headers && request.url === base.request.url
    if (!isSameRequest && isOnlyBody && original.equals(request.rawBody)) continue
    bytes += request.rawBody.length
    if (tries === maxTries || bytes > mostBytes) break
    tries += 1
    const isSameScheme = change.make === undefined && change.secrets === undefined && change.url === undefined
    const made = isSameScheme ? scheme : makeScheme(trial)
    if (made === undefined) continue
    const verdict = await judge(made, request, now)
    if (!verdict.verified) continue
    hits.push({ change, scheme: made, verdict })
    if (change.cause !== 'other_scheme') break
  }
  return { hits, tries }
}
