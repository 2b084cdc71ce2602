import type { Scheme, SigningSecret } from '@postern/core'
import { isMethodAllowed } from './allowed-method.js'
import { asReceived } from './captured-request.js'
import { allChanges } from './changes/all-changes.js'
import { otherSchemeChanges } from './changes/other-schemes.js'
import type { ExplainOptions } from './explain-options.js'
import { type Explanation, type Finding, refused, unexplained, verifying } from './explanation.js'
import { judge, makeScheme, refusalOf, type Verified } from './judge.js'
import { type Hit, searchCause } from './search.js'
import { type Skew, skewOf, unitMistake } from './skew.js'
import type { Change, SchemeMaker, Trial } from './trial.js'

/**
 * Says why a request does not verify: it has core verify it, and then tries what people get wrong, one change at a time.
 * A cause is named only when the signature proves it; otherwise it is `'no_known_cause'`.
 *
 * A tool for people at a desk: never load it in a server that strangers reach.
 * @throws TypeError when neither `scheme`, nor `presets` with `secrets`, is given
 * @example
 * const { cause, change, fix } = await explain({
 *   request: parseCapture(await readFile('capture.http')),
 *   scheme: stripe,
 *   secrets: process.env.STRIPE_SECRET,
 * })
 */
export async function explain(options: ExplainOptions): Promise<Explanation> {
  const { secrets = [], presets = {}, url, maxTries = 5000 } = options
  const receivedAt = Number(options.receivedAt ?? options.request.receivedAt ?? Date.now())
  const list = (Array.isArray(secrets) ? secrets : [secrets]) as readonly SigningSecret[]
  const request = asReceived(options.request)
  const limits = { maxTries, now: receivedAt }
  const evidence = (scheme: Scheme, { keyId, sentAt }: Verified) => {
    const skew = skewOf(sentAt, receivedAt, options.toleranceMs ?? scheme.toleranceMs ?? 300_000)
    return { scheme: scheme.name, keyId, skew }
  }
  const explainVerified = (scheme: Scheme, verdict: Verified, tries: number) => {
    const found = { ...nothingFound, ...evidence(scheme, verdict), tries }
    if (found.skew?.isWithinTolerance === false)
      return refused({ ...found, reason: found.skew.reason }, ageChange(verdict.sentAt, found.skew))
    if (!isMethodAllowed(scheme, request.method))
      return refused({ ...found, reason: 'method_not_allowed' }, methodChange(request.method))
    return verifying(found)
  }

  if (options.scheme === undefined) {
    const unknown = { request, make: makerOfAny(presets, list), secrets: list, url }
    const { hits, tries } = await searchCause(unknown, undefined, otherSchemeChanges(presets, url), limits)
    const [hit] = hits
    if (hit !== undefined)
      return { ...explainVerified(hit.scheme, hit.verdict, tries), presets: presetsOf(hits) }
    return unexplained({ ...nothingFound, reason: 'scheme_unknown', tries })
  }

  const base = withUsableUrl({ request, make: options.scheme, secrets: list, url })
  const scheme = makeScheme(base)
  const verdict =
    scheme === undefined
      ? ({ verified: false, reason: 'secret_refused' } as const)
      : await judge(scheme, request, receivedAt)
  if (scheme !== undefined && verdict.verified) return explainVerified(scheme, verdict, 0)
  const reason = verdict.verified ? undefined : verdict.reason
  const detail = scheme === undefined ? refusalOf(base) : undefined
  const { hits, tries } = await searchCause(base, scheme, allChanges(base, options), limits)
  const [hit] = hits
  const found = { ...nothingFound, scheme: scheme?.name, reason, detail, tries }
  if (hit === undefined) return unexplained(found)
  const proven = { ...found, ...evidence(hit.scheme, hit.verdict), presets: presetsOf(hits) }
  return refused(proven, proven.presets.length > 1 ? alikeChange(proven.presets) : hit.change)
}

const nothingFound: Finding = {
  scheme: undefined,
  reason: undefined,
  detail: undefined,
  keyId: undefined,
  skew: undefined,
  presets: [],
  tries: 0,
}

/** A URL that the scheme does not take is left out, so that one can be given for any scheme. */
function withUsableUrl(trial: Trial): Trial {
  const without = { ...trial, url: undefined }
  const isRefused = trial.url !== undefined && makeScheme(trial) === undefined
  return isRefused && makeScheme(without) !== undefined ? without : trial
}

function ageChange(sentAt: number | undefined, { sentence }: Skew): Pick<Change, 'cause' | 'change'> {
  const unit = sentAt === undefined ? undefined : unitMistake(sentAt)
  if (unit !== undefined) return { cause: 'timestamp_unit', change: unit }
  return { cause: 'clock_skew', change: sentence }
}

function methodChange(method: string): Pick<Change, 'cause' | 'change'> {
  return { cause: 'method', change: `The request came by ${method}, and a receiver takes POST alone.` }
}

function presetsOf(hits: readonly Hit[]): readonly string[] {
  return [...new Set(hits.flatMap(({ change: { preset } }) => preset ?? []))]
}

function alikeChange(presets: readonly string[]): Pick<Change, 'cause' | 'change'> {
  const names = presets.map((name) => `'${name}'`).join(', ')
  return {
    cause: 'other_scheme',
    change: `The request is signed by one of the schemes ${names}, which sign alike.`,
  }
}

function makerOfAny(
  presets: Readonly<Record<string, SchemeMaker>>,
  secrets: readonly SigningSecret[],
): SchemeMaker {
  const [first] = Object.values(presets)
  if (first === undefined || secrets.length === 0)
    throw new TypeError('explain: give a scheme, such as stripe, or presets to look among, and the secrets.')
  return first
}
