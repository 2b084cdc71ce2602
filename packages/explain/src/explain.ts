import type { KnownSecrets, SigningSecret } from '@postern/core'
import { asReceived, type CapturedRequest } from './captured-request.js'
import type { Cause } from './cause.js'
import { bodyCharsetChanges } from './changes/body-charset.js'
import { bodyCompressionChanges } from './changes/body-compression.js'
import { bodyEdgeChanges } from './changes/body-edges.js'
import { bodyFormChanges } from './changes/body-form.js'
import { jsonBodyChanges } from './changes/body-json.js'
import { bodyWrappingChanges } from './changes/body-wrapping.js'
import { headValueChanges } from './changes/head-values.js'
import { headerNameChanges } from './changes/header-names.js'
import { otherSchemeChanges } from './changes/other-schemes.js'
import { otherSecretChanges } from './changes/other-secrets.js'
import { secretChanges } from './changes/secret-forms.js'
import { signatureChanges } from './changes/signature-text.js'
import { urlChanges } from './changes/url-forms.js'
import { type Fix, fixOf } from './fix.js'
import { headerLayout } from './header-layout.js'
import { judge, makeScheme, refusalOf } from './judge.js'
import { searchCause } from './search.js'
import { type Skew, skewOf, unitMistake } from './skew.js'
import type { Change, SchemeMaker, Trial } from './trial.js'

/** Options of {@link explain}. */
export interface ExplainOptions {
  /** The request as it was recorded; {@link parseCapture} reads one from text. */
  readonly request: CapturedRequest
  /** What the receiver verifies with: a preset, or a function of core's. Without it each of `presets` is asked. */
  readonly scheme?: SchemeMaker | undefined
  /** Secrets as the receiver has them. A scheme with pairs of keys brings its own: `() => ed25519({ keys })`. */
  readonly secrets?: KnownSecrets | undefined
  /** Secrets of other endpoints, by names that may be shown. */
  readonly otherSecrets?: Readonly<Record<string, SigningSecret | readonly SigningSecret[]>> | undefined
  /** Other schemes that the sender may sign with, by names that may be shown. */
  readonly presets?: Readonly<Record<string, SchemeMaker>> | undefined
  /** The URL that the receiver gives the scheme, where it signs one. */
  readonly url?: string | undefined
  /** When the request arrived (epoch ms or `Date`). @defaultValue what the capture says, or now */
  readonly receivedAt?: number | Date | undefined
  /** How far a timestamp may be from `receivedAt`, in ms; `false` for any. @defaultValue what the scheme says, or 300 000 */
  readonly toleranceMs?: number | false | undefined
  /** How many changes are tried at most. @defaultValue 5000 */
  readonly maxTries?: number | undefined
}

/** Why a request verifies, or does not. Nothing in it shows a secret, a signature or a body. */
export interface Explanation {
  /** Whether a receiver admits the request as it is. */
  readonly verifies: boolean
  /** The stable code of what is wrong; `undefined` when nothing is. */
  readonly cause: Cause | 'no_known_cause' | undefined
  /** The one change that makes it verify, as a sentence; `'no known cause'` when there is none. */
  readonly change: string | undefined
  /** What to do about it on each framework. */
  readonly fix: Fix | undefined
  /** The scheme that was asked, or the one that matched. */
  readonly scheme: string | undefined
  /** What core says of the request: one of its reasons, `'secret_refused'` or `'method_not_allowed'`. */
  readonly reason: string | undefined
  /** Why the scheme refuses the secrets, in core's words. */
  readonly detail: string | undefined
  /** Which secret matched: its `keyId`, or its place. */
  readonly keyId: string | undefined
  /** How far the timestamp was from `receivedAt`, where the signature covers one. */
  readonly skew: Skew | undefined
  /** How many changes were tried. */
  readonly tries: number
}

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
  const { scheme: make, presets = {}, secrets = [], otherSecrets = {}, url, maxTries = 5000 } = options
  const request = asReceived(options.request)
  const receivedAt = Number(options.receivedAt ?? options.request.receivedAt ?? Date.now())
  const list = (Array.isArray(secrets) ? secrets : [secrets]) as readonly SigningSecret[]
  const asked = make ?? makerOfAny(presets, list)
  const base = withUsableUrl({ request, make: asked, secrets: list, url })
  const scheme = make === undefined ? undefined : makeScheme(base)
  const verdict =
    scheme === undefined
      ? ({ verified: false, reason: make === undefined ? 'scheme_unknown' : 'secret_refused' } as const)
      : await judge(scheme, request, receivedAt)
  const common = {
    scheme: scheme?.name,
    tries: 0,
    reason: undefined,
    keyId: undefined,
    skew: undefined,
    detail: undefined,
  }

  if (scheme !== undefined && verdict.verified) {
    const tolerance = options.toleranceMs ?? scheme.toleranceMs ?? 300_000
    const skew = skewOf(verdict.sentAt, receivedAt, tolerance)
    const found = { ...common, keyId: verdict.keyId, skew }
    const late = skew === undefined || skew.isWithinTolerance ? undefined : ageCause(verdict.sentAt, skew)
    if (late !== undefined) return refused(found, skew?.reason, late)
    if (!isMethodAllowed(scheme.handshakes, request.method))
      return refused(found, 'method_not_allowed', {
        cause: 'method',
        change: `The request came by ${request.method}, and a receiver takes POST alone.`,
      })
    return { ...found, verifies: true, cause: undefined, change: undefined, fix: undefined }
  }

  const reason = verdict.verified ? undefined : verdict.reason
  const detail = scheme === undefined && make !== undefined ? refusalOf(base) : undefined
  const { hit, tries } = await searchCause(base, scheme, changesOf(base, otherSecrets, presets, make, url), {
    maxTries,
    now: receivedAt,
  })
  if (hit === undefined)
    return {
      ...common,
      verifies: false,
      cause: 'no_known_cause',
      change: 'no known cause',
      fix: undefined,
      reason,
      detail,
      tries,
    }
  const { change, verdict: proof } = hit
  const tolerance = options.toleranceMs ?? hit.scheme.toleranceMs ?? 300_000
  const found = {
    ...common,
    detail,
    tries,
    scheme: hit.scheme.name,
    keyId: proof.keyId,
    skew: skewOf(proof.sentAt, receivedAt, tolerance),
  }
  if (make === undefined && (found.skew?.isWithinTolerance ?? true))
    return { ...found, verifies: true, cause: undefined, change: undefined, fix: undefined }
  return refused(found, reason, change)
}

/** A URL that the scheme does not take is left out, so that one can be given for any scheme. */
function withUsableUrl(trial: Trial): Trial {
  const without = { ...trial, url: undefined }
  const isRefused = trial.url !== undefined && makeScheme(trial) === undefined
  return isRefused && makeScheme(without) !== undefined ? without : trial
}

function refused(
  found: Pick<Explanation, 'scheme' | 'keyId' | 'skew' | 'tries' | 'detail'>,
  reason: string | undefined,
  { cause, change }: Pick<Change, 'cause' | 'change'>,
): Explanation {
  return { ...found, verifies: false, cause, change, fix: fixOf(cause), reason }
}

function ageCause(sentAt: number | undefined, skew: Skew): Pick<Change, 'cause' | 'change'> {
  const unit = sentAt === undefined ? undefined : unitMistake(sentAt)
  if (unit !== undefined) return { cause: 'timestamp_unit', change: unit }
  return { cause: 'clock_skew', change: skew.sentence }
}

/** Cheap and likely ones first. */
function* changesOf(
  base: Trial,
  otherSecrets: NonNullable<ExplainOptions['otherSecrets']>,
  presets: Readonly<Record<string, SchemeMaker>>,
  make: SchemeMaker | undefined,
  url: string | undefined,
): Iterable<Change> {
  if (make !== undefined) {
    const scheme = makeScheme(base)
    const layout = scheme === undefined ? undefined : headerLayout(scheme, base.request)
    const takesUrl =
      makeScheme({ ...base, url: 'https://example.com/' }) !== undefined && scheme !== undefined
    yield* headerNameChanges(base)
    yield* signatureChanges(base, layout)
    yield* headValueChanges(base, layout)
    yield* urlChanges(base, takesUrl)
    yield* secretChanges(base)
    yield* otherSecretChanges(otherSecrets)
    yield* otherSchemeChanges(presets, url)
    yield* bodyEdgeChanges(base)
    yield* bodyWrappingChanges(base)
    yield* bodyCharsetChanges(base)
    yield* bodyFormChanges(base)
    yield* jsonBodyChanges(base)
    yield* bodyCompressionChanges(base)
  } else yield* otherSchemeChanges(presets, url)
}

function isMethodAllowed(handshakes: Parameters<typeof signedMethods>[0], method: string): boolean {
  return method.toUpperCase() === 'POST' || signedMethods(handshakes).includes(method)
}

function signedMethods(
  handshakes: readonly { readonly signed: boolean; readonly method: string }[] | undefined = [],
): readonly string[] {
  return handshakes.filter(({ signed }) => signed).map(({ method }) => method)
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
