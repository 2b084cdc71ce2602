import type { SecretSchemeDefinition } from './scheme-definition.js'
import type { Secrets } from './secrets.js'

/** Says what to look at when a signature does not match. It says how a secret looks, and shows nothing of it. */
export function mismatchHint(
  { secretHint, secretPattern }: SecretSchemeDefinition,
  secrets: Secrets,
): string | undefined {
  const texts = ([secrets].flat() as unknown[]).map(textOf)
  const isOdd = texts.some((text) => text !== undefined && secretPattern?.test(text) === false)
  if (!isOdd) return secretHint
  const odd =
    'A secret that was given does not look like those of the provider: is it an API key, or cut short?'
  return secretHint === undefined ? odd : `${odd} ${secretHint}`
}

function textOf(secret: unknown): string | undefined {
  if (typeof secret === 'string') return secret
  if (typeof secret !== 'object' || secret === null || !('secret' in secret)) return undefined
  return typeof secret.secret === 'string' ? secret.secret : undefined
}
