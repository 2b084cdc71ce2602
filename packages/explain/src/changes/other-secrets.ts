import type { SigningSecret } from '@postern/core'
import type { Change } from '../trial.js'

/** The secrets of other endpoints. Their names are shown, and nothing else of them. */
export function* otherSecretChanges(
  others: Readonly<Record<string, SigningSecret | readonly SigningSecret[]>>,
): Iterable<Change> {
  for (const [name, secret] of Object.entries(others))
    yield {
      cause: 'secret_other_endpoint',
      change: `The secret of '${name}' made this signature.`,
      secrets: isList(secret) ? secret : [secret],
    }
}

function isList(secret: SigningSecret | readonly SigningSecret[]): secret is readonly SigningSecret[] {
  return Array.isArray(secret)
}
