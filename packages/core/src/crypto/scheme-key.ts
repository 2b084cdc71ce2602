import type { SignatureForm } from './signature-encoding.js'

/** A key of a scheme, imported, whatever it is made of. The key itself cannot be got out of it, nor seen in it. */
export interface SchemeKey {
  readonly keyId: string
  /** Whether the id was given, so that a message that names another key is not for this one. */
  readonly isNamed: boolean
  /** What stands before its signatures in a list of signatures (`v1`). */
  readonly label: string
  /** Epoch ms. */
  readonly notBefore: number
  readonly notAfter: number
  readonly form: SignatureForm
  /**
   * Tells whether one of the candidates is a signature of this key over `prefix`, the body and `suffix`. The texts are
   * header values or constants: each character is one byte.
   * @param candidates - each in the spelling of `form`
   */
  verifies(candidates: readonly string[], prefix: string, body: Uint8Array, suffix: string): boolean
  /** Whether it is the private half of a pair, which a receiver has no business with. */
  readonly isPrivate: boolean
  /** Absent where the key only verifies: a public one, or one that is being retired. */
  readonly sign: ((prefix: string, body: Uint8Array, suffix: string) => string) | undefined
}

/** Tells whether a key may be used at `now` (epoch ms). */
export function isInForce(
  { notBefore, notAfter }: Pick<SchemeKey, 'notBefore' | 'notAfter'>,
  now: number,
): boolean {
  return now >= notBefore && now <= notAfter
}
