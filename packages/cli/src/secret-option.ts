import { textOption, type Values } from './command.js'
import { UsageError } from './failures.js'
import { readNamedFile } from './read-input.js'
import type { Terminal } from './terminal.js'

/** Reads the secrets that the options name, as they are but for the last line end of a file. */
export async function readSecrets(values: Values, terminal: Terminal): Promise<readonly string[]> {
  const file = textOption(values, 'secret-file')
  if (file !== undefined) {
    if (textOption(values, 'secret-env') !== undefined)
      throw new UsageError('Give either --secret-env or --secret-file.')
    return split((await readNamedFile(file)).toString('utf8').replace(/\r?\n$/, ''), `The file ${file}`)
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
  if (value === undefined)
    throw new UsageError(
      `The environment variable ${name} is not set. Set it, or name another with --secret-env, or a file with --secret-file.`,
    )
  return split(value, `The environment variable ${name}`)
}

function split(value: string, place: string): readonly string[] {
  if (value.trim() === '') throw new UsageError(`${place} is empty.`)
  const secrets = value.split(',')
  // What stands around one by itself may be what is wrong; around several it is the list's.
  return secrets.length === 1 ? secrets : secrets.map((secret) => secret.trim())
}
