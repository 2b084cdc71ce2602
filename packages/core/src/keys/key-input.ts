import { KeyObject } from 'node:crypto'
import type { ByRequest } from './keys-by-request.js'
import type { KeyFormat, KeyMaterial } from './key-material.js'
import type { KeyAlgorithm } from './key-algorithm.js'
import { type Key, type KeyEntry, importRing, KeyRing } from './key-ring.js'

/** A key for a scheme that says the algorithm itself: the key alone, or with an id, dates or a state of its own. */
export type KeyInput = KeyMaterial | Omit<KeyEntry, 'algorithm'>

/** The keys that are known: one, a list (newest first), or a ring, of which those of the scheme's algorithm are taken. */
export type KnownKeys = KeyInput | readonly KeyInput[] | KeyRing

/**
 * Where keys come from: those that are known, or a function of the request head, for endpoints that serve several
 * tenants. A function that knows no key for the request returns none, and the request is refused.
 */
export type Keys = KnownKeys | ByRequest<KnownKeys>

/**
 * Gives the keys of one algorithm.
 * @param format - how text is read that says nothing of itself, where its entry does not say it
 * @throws TypeError when there is none, or one cannot be imported
 */
export function keysOf(
  known: KnownKeys,
  algorithm: KeyAlgorithm,
  place: string,
  format?: KeyFormat,
): readonly Key[] {
  const ring =
    known instanceof KeyRing
      ? known
      : importRing(
          (isList(known) ? known : [known]).map((input) => ({
            algorithm,
            ...entryOf(input, place, format),
          })),
          place,
        )
  const keys = ring.keys.filter((key) => key.algorithm === algorithm)
  if (keys.length === 0) throw new TypeError(`${place}: no key for ${algorithm} was given.`)
  return keys
}

function isList(known: KeyInput | readonly KeyInput[]): known is readonly KeyInput[] {
  return Array.isArray(known)
}

function entryOf(
  input: KeyInput | null | undefined,
  place: string,
  format: KeyFormat | undefined,
): Omit<KeyEntry, 'algorithm'> {
  const entry = asEntry(input, place)
  // What text is by itself, PEM or whpk_, is read as that.
  return format === undefined || typeof entry.key !== 'string' || /^(?:-----BEGIN|wh\w+_)/.test(entry.key)
    ? entry
    : { format, ...entry }
}

function asEntry(input: KeyInput | null | undefined, place: string): Omit<KeyEntry, 'algorithm'> {
  // Callers without a type checker pass undefined when an environment variable is not set.
  if (input === undefined || input === null) throw new TypeError(`${place}: a key is missing.`)
  if (typeof input === 'string' || input instanceof Uint8Array || input instanceof KeyObject)
    return { key: input }
  return 'key' in input ? (input as Omit<KeyEntry, 'algorithm'>) : { key: input }
}
