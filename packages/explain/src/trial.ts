import type { KnownSecrets, Scheme, SigningSecret } from '@postern/core'
import type { CapturedRequest } from './captured-request.js'
import type { Cause } from './cause.js'

/** Makes a scheme with secrets: a preset, or a function of core's such as `standardWebhooks`. */
export type SchemeMaker = (options: { readonly secrets: KnownSecrets; readonly url?: string }) => Scheme

/** All that decides whether a request verifies. */
export interface Trial {
  readonly request: CapturedRequest
  readonly make: SchemeMaker
  readonly secrets: readonly SigningSecret[]
  /** The URL as the sender has it, for schemes that sign it. */
  readonly url: string | undefined
}

/** One change of a trial, and what it would mean if it verified. It names no secret and no signature. */
export interface Change extends Partial<Trial> {
  readonly cause: Cause
  /** What differs, as a sentence. */
  readonly change: string
  /** The name of the preset, where another one is tried. */
  readonly preset?: string
}
