import { textOption, type Values } from './command.js'
import { UsageError } from './failures.js'
import { readNamedFile } from './read-input.js'
import type { Terminal } from './terminal.js'

const fileName = 'The file of --secret-file'

/** Reads the secrets that the options name, as they are but for the last line end of a file. */
export async function readSecrets(values: Values, terminal: Terminal): Promise<readonly string[]> {
  const file = textOption(values, 'secret-file')
  if (file !== undefined) {
    if (textOption(values, 'secret-env') !== undefined)
      throw new UsageError('Give either --secret-env or --secret-file.')
    return split((await readNamedFile(file, fileName)).toString('utf8').replace(/\r?\n$/, ''), fileName)
  }
  return secretsOfVariable(textOption(values, 'secret-env') ?? 'WEBHOOK_SECRET', terminal)
}

/** Reads the secrets of one variable of the environment. */
export function secretsOfVariable(name: string, { env }: Terminal): readonly string[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new UsageError(
      '--secret-env takes the name of an environment variable, and never the secret itself.',
    )
  const value = env[name]
  const shown = isConventional(name) ? `The environment variable ${name}` : 'The environment variable'
  if (value === undefined)
    throw new UsageError(
      `${shown} is not set. Set it, or name another with --secret-env, or a file with --secret-file.`,
    )
  return split(value, shown)
}

/** A name of words, and not a secret that was given in its place. */
function isConventional(name: string): boolean {
  return /^[A-Z][A-Z0-9]{0,15}(?:_[A-Z0-9]{1,15})*$/.test(name)
}

function split(value: string, place: string): readonly string[] {
  if (value.trim() === '') throw new UsageError(`${place} is empty.`)
  const secrets = value.split(',')
  // What stands around one by itself may be what is wrong; around several it is the list's.
  return secrets.length === 1 ? secrets : secrets.map((secret) => secret.trim())
}
