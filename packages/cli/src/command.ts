import type { ParseArgsConfig } from 'node:util'
import type { Terminal } from './terminal.js'

/** Options as they were given. */
export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** One command of the program. */
export interface Command {
  readonly name: string
  /** One line of the list of commands. */
  readonly summary: string
  /** What `--help` prints. */
  readonly help: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** How many arguments there may be that are no options. */
  readonly mostArguments: number
  /** @returns the exit code */
  run(values: Values, args: readonly string[], terminal: Terminal): Promise<number>
}

/** An option that is text. */
export function textOption(values: Values, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** An option that may come several times. */
export function listOption(values: Values, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
