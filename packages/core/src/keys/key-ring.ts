import type { KeyObject } from 'node:crypto'
import { isInForce } from '../crypto/scheme-key.js'
import { instant, oneOf, refuseUnknown } from '../check-option.js'
import { type KeyAlgorithm, keyAlgorithms, type KeyUse, possibleUses } from './key-algorithm.js'
import { importKey } from './import-key.js'
import type { KeyFormat, KeyMaterial } from './key-material.js'

/** A key with what it is for. */
export interface KeyEntry {
  /** What `webhook.keyId` says when this key matched. @defaultValue its place in the ring */
  readonly kid?: string
  /** The one algorithm that it is used with. */
  readonly algorithm: KeyAlgorithm
  readonly key: KeyMaterial
  /** How text that says nothing of itself is read. */
  readonly format?: KeyFormat
  /** @defaultValue all that it can do: a shared secret both, a public key verifies or encrypts, a private one signs or decrypts */
  readonly use?: KeyUse | readonly KeyUse[]
  /** The key is not used before this instant (epoch ms or `Date`). */
  readonly notBefore?: number | Date
  /** The key is not used after this instant (epoch ms or `Date`). */
  readonly notAfter?: number | Date
  /**
   * `'active'`, or `'retiring'`: still verifies and decrypts what was made before, and makes nothing any more.
   * A `'revoked'` key is refused. @defaultValue `'active'`
   */
  readonly state?: 'active' | 'retiring' | 'revoked'
}

/** A key of a ring, imported. The key itself is shown by no inspection. */
export interface Key {
  readonly kid: string
  /** Whether the `kid` was given, or is the key's place. */
  readonly isNamed: boolean
  readonly algorithm: KeyAlgorithm
  readonly uses: readonly KeyUse[]
  /** Epoch ms. */
  readonly notBefore: number
  readonly notAfter: number
  readonly object: KeyObject
}

const entryKeys = [
  'kid',
  'algorithm',
  'key',
  'format',
  'use',
  'notBefore',
  'notAfter',
  'state',
] as const satisfies readonly (keyof KeyEntry)[]

/** Keys for signatures and encryption, imported once. Made by {@link keyRing}. */
export class KeyRing {
  /** @internal */
  constructor(readonly keys: readonly Key[]) {}

  /** The keys that may do this with this algorithm, in the order of the ring. Their dates are looked at when they are used. */
  keysFor(use: KeyUse, algorithm: KeyAlgorithm): readonly Key[] {
    return this.keys.filter((key) => key.algorithm === algorithm && key.uses.includes(use))
  }
}

/**
 * Imports keys.
 * @throws TypeError that names the place in the list and what is wrong: a key of another kind or too weak, one that
 * is revoked, a use that it cannot have, an id that is there twice
 * @see RFC 7468, 10 and 13 (PEM); RFC 7517, 4 (JWK); SP 800-57 part 1, 5.3.4 and 5.6.1 (dates and strength of keys)
 * @example
 * const keys = keyRing([
 *   { kid: '2026-11', algorithm: 'rsa-pss-sha256', key: readFileSync('sender.pub.pem', 'utf8') },
 * ])
 */
export function keyRing(entries: readonly KeyEntry[]): KeyRing {
  return importRing(entries, 'keyRing')
}

/** The same for a scheme, whose name begins the messages of errors. */
export function importRing(entries: readonly KeyEntry[], owner: string): KeyRing {
  if (entries.length === 0) throw new TypeError(`${owner}: no key was given.`)
  const keys = entries.map((entry, index) => importEntry(entry, index, owner))
  const ids = new Set(keys.map(({ kid }) => kid))
  if (ids.size < keys.length) throw new TypeError(`${owner}: two keys have the same kid.`)
  return new KeyRing(keys)
}

function importEntry(entry: KeyEntry, index: number, owner: string): Key {
  // Callers without a type checker may pass the key itself.
  if (typeof (entry as unknown) !== 'object' || (entry as unknown) === null)
    throw new TypeError(
      `${owner}: key ${String(index)} is no entry, an object with the key and its algorithm.`,
    )
  const place = `${owner}: key ${entry.kid ?? String(index)}`
  refuseUnknown(entry, entryKeys, place)
  const { kid = String(index), key: material, format, state = 'active' } = entry
  if (typeof (kid as unknown) !== 'string' || kid === '')
    throw new TypeError(`${place}: kid must be text that is not empty.`)
  const algorithm = oneOf(keyAlgorithms, entry.algorithm, `${place}: algorithm`)
  if (oneOf(['active', 'retiring', 'revoked'], state, `${place}: state`) === 'revoked')
    throw new TypeError(`${place} is revoked: take it out.`)
  const object = importKey(material, algorithm, format, place)
  const possible = possibleUses(algorithm, object.type)
  const wanted = entry.use === undefined ? possible : [entry.use].flat()
  if (wanted.length === 0) throw new TypeError(`${place}: use is an empty list.`)
  for (const use of wanted) {
    if (!possible.includes(use))
      throw new TypeError(`${place} is a ${object.type} key for ${algorithm}, which cannot ${use}.`)
  }
  return {
    kid,
    isNamed: entry.kid !== undefined,
    algorithm,
    uses: state === 'active' ? wanted : wanted.filter((use) => use === 'verify' || use === 'decrypt'),
    notBefore: instant(entry.notBefore, -Infinity, `${place}: notBefore`),
    notAfter: instant(entry.notAfter, Infinity, `${place}: notAfter`),
    object,
  }
}

/** Tells whether a key may do this at `now` (epoch ms). */
export function isUsable(key: Key, use: KeyUse, now: number): boolean {
  return key.uses.includes(use) && isInForce(key, now)
}
