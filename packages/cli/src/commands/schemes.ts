import type { Command } from '../command.js'
import { exitCode } from '../exit-code.js'
import { schemeNames } from '../scheme-option.js'

/** `postern schemes` */
export const schemes: Command = {
  name: 'schemes',
  summary: 'list the names that --scheme takes',
  help: `Usage: postern schemes [part of a name]

Lists the names that --scheme takes, one a line.

Examples:
  postern schemes
  postern schemes hub
  postern schemes --json

Exit codes: 0 there are some, 1 there is none of that name, 2 wrong usage.`,
  options: {},
  mostArguments: 1,
  run(values, [part = ''], terminal) {
    const found = schemeNames.filter((name) => name.toLowerCase().includes(part.toLowerCase()))
    terminal.write(
      values['json'] === true ? `${JSON.stringify(found)}\n` : found.map((name) => `${name}\n`).join(''),
    )
    return Promise.resolve(found.length > 0 ? exitCode.ok : exitCode.refused)
  },
}
