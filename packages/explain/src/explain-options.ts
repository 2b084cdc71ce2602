import type { KnownSecrets, SigningSecret } from '@postern/core'
import type { CapturedRequest } from './captured-request.js'
import type { SchemeMaker } from './trial.js'

/** Options of `explain`. */
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
