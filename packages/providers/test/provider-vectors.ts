import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One request as a provider sends it, and what must come of it. */
export interface Vector {
  readonly name: string
  /** Who published or computed the signature. */
  readonly source: string
  readonly secrets: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly utf8: string } | { readonly base64: string }
  /** Epoch ms. */
  readonly receivedAt: number
  readonly expect:
    { readonly id: string; readonly type?: string } | { handshake: string } | { refused: string }
  /** Whether signing the body with the secrets gives the same signature. */
  readonly signs?: true
}

/** Reads the vectors of a provider. */
export function vectorsOf(provider: 'stripe' | 'github' | 'slack'): Vector[] {
  const file = readFileSync(join(__dirname, 'vectors', `${provider}.json`), 'utf8')
  return (JSON.parse(file) as { vectors: Vector[] }).vectors
}

/** Gives the bytes of a vector's body. */
export function bodyOf({ body }: Vector): Buffer {
  return 'utf8' in body ? Buffer.from(body.utf8, 'utf8') : Buffer.from(body.base64, 'base64')
}
