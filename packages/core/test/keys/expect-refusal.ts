import { KeyObject } from 'node:crypto'
import { inspect } from 'node:util'
import { importKey } from '../../src/keys/import-key.js'
import type { KeyFormat, KeyMaterial } from '../../src/keys/key-material.js'
import type { KeyAlgorithm } from '../../src/keys/key-algorithm.js'

/** A key that is refused, and what the message says. */
export interface Refused {
  name: string
  algorithm: KeyAlgorithm
  key: KeyMaterial
  format?: KeyFormat
  message: RegExp
}

/** The ways in which the material of a key can stand in a text. */
function textsOf(key: KeyMaterial | null): string[] {
  if (typeof key !== 'object' || key === null) return typeof key === 'string' ? [key] : []
  if (key instanceof Uint8Array) {
    const bytes = Buffer.from(key)
    return [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('latin1')]
  }
  const exported = key instanceof KeyObject ? key.export({ format: 'jwk' }) : key
  return Object.values(exported).filter((value) => typeof value === 'string')
}

function piecesOf(text: string): string[] {
  return Array.from({ length: Math.max(text.length - 7, 0) }, (_, at) => text.slice(at, at + 8))
}

function refusalOf({ key, algorithm, format }: Refused): Error {
  try {
    importKey(key, algorithm, format, 'ring: key 0')
  } catch (error) {
    return error as Error
  }
  throw new Error('It was imported.')
}

/** Expects a refusal that gives its reason, and nothing of the key. */
export function expectRefusal(refused: Refused): void {
  const error = refusalOf(refused)
  expect(error).toBeInstanceOf(TypeError)
  expect(error.message).toMatch(/^ring: key 0/)
  expect(error.message).toMatch(refused.message)
  const shown =
    error.message + inspect(Object.entries(error)) + (error.cause === undefined ? '' : inspect(error.cause))
  expect(
    textsOf(refused.key)
      .flatMap(piecesOf)
      .filter((piece) => shown.includes(piece)),
  ).toEqual([])
}
