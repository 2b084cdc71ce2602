import type { ReceiverOptions, Scheme } from '@postern/core'
import { vectorsOf } from './provider-vectors.js'

/** A preset, as a user imports it. */
export type Preset = (options: Readonly<Record<string, unknown>>) => Scheme

/** Imports a preset: each file exports one, by its own name. */
export async function loadPreset(name: string): Promise<Preset> {
  const exported = (await import(`../src/${name}.js`)) as Record<string, unknown>
  const preset = exported[name]
  if (typeof preset !== 'function') throw new Error(`${name}.ts exports no function ${name}.`)
  return preset as Preset
}

/** The options of a receiver with a preset: an id from what is signed, where the provider gives none. */
export function optionsFor(scheme: Scheme): ReceiverOptions {
  return scheme.event.id.length > 0 ? { scheme } : { scheme, eventId: 'hash' }
}

/** Makes the scheme of a receiver, and that of its sender. */
export async function bothEnds(name: string): Promise<{ receiving: Scheme; sending: Scheme }> {
  const preset = await loadPreset(name)
  const { options = { secrets: ['a-secret-of-some-length'] }, sender = options } = vectorsOf(name)
  return { receiving: preset(options), sending: preset(sender) }
}
