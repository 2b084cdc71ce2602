import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One request as a provider sends it, and what must come of it. */
export interface Vector {
  readonly name: string
  /** Who published or computed the signature: `published: ...`, `sdk: ...` or `computed: ...`, with the command. */
  readonly source: string
  /** In the place of those of `options`. */
  readonly secrets?: readonly string[]
  readonly method?: string
  /** Path and query, or the whole. */
  readonly url?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly utf8: string } | { readonly base64: string }
  /** Epoch ms. */
  readonly receivedAt: number
  readonly expect:
    { readonly id?: string; readonly type?: string } | { handshake: string } | { refused: string }
  /** Whether signing the body with the secrets gives the same signature. */
  readonly signs?: true
}

/** What the tests of a preset are made of. */
export interface PresetVectors {
  /** What a receiver is given. */
  readonly options?: Readonly<Record<string, unknown>>
  /** What a sender is given, where that is something else: the private keys. */
  readonly sender?: Readonly<Record<string, unknown>>
  /** A delivery that the preset's own tests sign. */
  readonly sample?: {
    readonly body?: string
    readonly url?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  readonly vectors: readonly Vector[]
}

/** Presets that nobody but the provider can sign for. They have tests of their own. */
const unsignable = ['awsSns.ts']

/** The presets that there are: each file of the package is one. */
export const presets = readdirSync(join(__dirname, '../src'))
  .filter((file) => file.endsWith('.ts') && !unsignable.includes(file))
  .map((file) => file.slice(0, -'.ts'.length))

/** Reads the vectors of a preset: none, where there is no file, which a test finds. */
export function vectorsOf(preset: string): PresetVectors {
  const path = join(__dirname, 'vectors', `${preset}.json`)
  if (!existsSync(path)) return { vectors: [] }
  return JSON.parse(readFileSync(path, 'utf8')) as PresetVectors
}

/** Gives the bytes of a vector's body. */
export function bodyOf({ body }: Vector): Buffer {
  return 'utf8' in body ? Buffer.from(body.utf8, 'utf8') : Buffer.from(body.base64, 'base64')
}
