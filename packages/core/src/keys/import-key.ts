import { type JsonWebKey, KeyObject } from 'node:crypto'
import { oneOf } from '../check-option.js'
import { checkJwk } from './check-jwk.js'
import { checkPairKey } from './check-pair-key.js'
import { importPairKey } from './import-pair-key.js'
import { importSecretKey } from './import-secret-key.js'
import { type KeyAlgorithm, kindOf } from './key-algorithm.js'
import type { KeyFormat, KeyMaterial } from './key-material.js'

/**
 * Imports a key, once, so that no request pays for it.
 * @param place - begins the messages of errors; they never show the key
 * @throws TypeError for what is no key of the algorithm, and for keys that are too weak
 */
export function importKey(
  material: KeyMaterial,
  algorithm: KeyAlgorithm,
  format: KeyFormat | undefined,
  place: string,
): KeyObject {
  checkMaterial(material, place)
  if (format !== undefined) oneOf(['utf8', 'hex', 'base64'], format, `${place}: format`)
  if (isJwk(material)) checkJwk(material, algorithm, place)
  const kind = kindOf(algorithm)
  if (kind === 'secret') return importSecretKey(material, algorithm, format, place)
  const key = importPairKey(material, kind, format, place)
  checkPairKey(key, algorithm, place)
  return key
}

function isJwk(material: KeyMaterial): material is JsonWebKey {
  return typeof material === 'object' && !(material instanceof Uint8Array) && !(material instanceof KeyObject)
}

function checkMaterial(material: unknown, place: string): void {
  // Callers without a type checker pass undefined when an environment variable is not set.
  if (material === undefined || material === null) throw new TypeError(`${place} is missing.`)
  if (typeof material === 'string' && material.trim() === '')
    throw new TypeError(`${place} is empty or blank.`)
  if (typeof material !== 'string' && typeof material !== 'object')
    throw new TypeError(`${place} is neither text, bytes, a JWK nor a KeyObject.`)
}
