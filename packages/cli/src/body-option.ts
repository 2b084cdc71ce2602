import type { Scheme } from '@postern/core'
import { textOption, type Values } from './command.js'
import { idHeaderOf } from './event-id.js'
import { UsageError } from './failures.js'
import { readInput } from './read-input.js'
import { sampleEvents } from './sample-events.js'
import { knownSchemeName, schemeNameOf } from './scheme-option.js'
import type { Terminal } from './terminal.js'

/** The option of commands that sign a body. */
export const bodyOptions = { sample: { type: 'boolean' } } as const

/** How it is described. */
export const bodyHelp = `Body:
  The file, or stdin, byte for byte.
      --sample          an event as the provider sends them instead, with a new id
                        and the present time in it; a wrong name lists those that
                        there are`

/** A body to sign, and the headers that go with it. */
export interface Content {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** Reads what the arguments name, or takes the sample of the scheme. */
export async function readContent(
  values: Values,
  path: string | undefined,
  scheme: Scheme,
  sentAt: number,
  terminal: Terminal,
): Promise<Content> {
  const id = textOption(values, 'id')
  const isInHeader = idHeaderOf(scheme) !== undefined
  if (values['sample'] !== true) {
    if (id !== undefined && !isInHeader)
      throw new UsageError(`--id is for schemes with a header for it: ${scheme.name} has none.`)
    return { body: await readInput(path, 'body', terminal), headers: {} }
  }
  if (path !== undefined) throw new UsageError('Give either a body file or --sample.')
  const sample = sampleEvents[knownSchemeName(schemeNameOf(values))]
  if (sample === undefined)
    throw new UsageError(
      `There is no sample event of ${scheme.name}. There is one of ${Object.keys(sampleEvents).join(', ')}.`,
    )
  const { body, headers = {} } = sample({ id: isInHeader ? undefined : id, sentAt })
  if (id !== undefined && !isInHeader && !body.includes(id))
    throw new UsageError(
      `--id is for schemes that have one: neither a header of ${scheme.name} nor its sample has.`,
    )
  return { body: Buffer.from(body), headers }
}
