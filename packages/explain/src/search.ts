import type { Scheme } from '@postern/core'
import { judge, makeScheme, type Verdict } from './judge.js'
import type { Change, Trial } from './trial.js'

/** A change that makes the request verify. */
export interface Hit {
  readonly change: Change
  readonly scheme: Scheme
  readonly verdict: Extract<Verdict, { verified: true }>
}

/** As many bytes are verified at most, of all changes together: a second's work. */
const mostBytes = 128 * 1024 * 1024

/**
 * Tries one change after the other, each by itself.
 * @param scheme - that of `base`; `undefined` when the secrets are refused
 */
export async function searchCause(
  base: Trial,
  scheme: Scheme | undefined,
  changes: Iterable<Change>,
  { maxTries, now }: { readonly maxTries: number; readonly now: number },
): Promise<{ readonly hit: Hit | undefined; readonly tries: number }> {
  let tries = 0
  let bytes = 0
  const original = Buffer.from(base.request.rawBody)
  for (const change of changes) {
    const trial = { ...base, ...change }
    const { request } = trial
    const isSameRequest = request === base.request
    const isOnlyBody = request.headers === base.request.headers && request.url === base.request.url
    if (!isSameRequest && isOnlyBody && original.equals(request.rawBody)) continue
    tries += 1
    bytes += request.rawBody.length
    if (tries > maxTries || bytes > mostBytes) return { hit: undefined, tries: tries - 1 }
    const isSameScheme = change.make === undefined && change.secrets === undefined && change.url === undefined
    const made = isSameScheme ? scheme : makeScheme(trial)
    if (made === undefined) continue
    const verdict = await judge(made, request, now)
    if (verdict.verified) return { hit: { change, scheme: made, verdict }, tries }
  }
  return { hit: undefined, tries }
}
