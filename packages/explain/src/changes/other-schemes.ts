import type { Change, SchemeMaker } from '../trial.js'

/** Schemes that someone may have meant, with the URL and, as many take none, without it. */
export function* otherSchemeChanges(
  presets: Readonly<Record<string, SchemeMaker>>,
  url: string | undefined,
): Iterable<Change> {
  for (const [name, make] of Object.entries(presets)) {
    const change = {
      cause: 'other_scheme',
      change: `The request is signed by the scheme '${name}'.`,
      make,
      preset: name,
    } as const
    yield { ...change, url: undefined }
    if (url !== undefined) yield { ...change, url }
  }
}
