import { parseArgs } from 'node:util'
import type { Command, Values } from './command.js'
import { explain } from './commands/explain.js'
import { keys } from './commands/keys.js'
import { listen } from './commands/listen.js'
import { schemes } from './commands/schemes.js'
import { send } from './commands/send.js'
import { sign } from './commands/sign.js'
import { verify } from './commands/verify.js'
import { exitCode } from './exit-code.js'
import { UnreadableError, UsageError } from './failures.js'
import { printable, type Terminal } from './terminal.js'
import { version } from './version.js'

const commands: readonly Command[] = [sign, verify, send, keys, listen, explain, schemes]

const help = `postern: webhooks at a terminal

Usage: postern <command> [options]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`).join('\n')}

Start here:
  export WEBHOOK_SECRET=$(postern keys hmac)
  postern listen &
  postern send --sample --url http://127.0.0.1:4400/

'postern <command> --help' has the options and examples of each.

Secrets come from the environment (WEBHOOK_SECRET, or --secret-env NAME) or a
file (--secret-file), never from arguments. Every command takes --json, and
prints JSON also when it fails. Colours are used at a terminal alone, and not
where NO_COLOR is set. 'postern --version' prints the version.

Exit codes: 0 ok, 1 does not verify or is not delivered, 2 wrong usage,
3 something cannot be read.`

const common = { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } } as const

/**
 * Runs the program.
 * @param args - what stands behind its name
 * @returns the exit code: 0 ok, 1 does not verify or is not delivered, 2 wrong usage, 3 something cannot be read
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  try {
    if (name === undefined) throw new UsageError(`Say what to do.\n\n${help}`)
    if (name === '--version' || name === '-V') return printVersion(args, terminal)
    if (name === 'help' || name === '--help' || name === '-h')
      return printHelp(
        rest.find((arg) => !arg.startsWith('-')),
        terminal,
      )
    const command = commands.find((command) => command.name === name)
    if (command === undefined) throw noSuchCommand()
    const { values, positionals } = parsed(command, rest)
    if (values['help'] === true) return printHelp(name, terminal)
    if (positionals.length > command.mostArguments)
      throw new UsageError(
        `postern ${name} takes ${command.mostArguments === 0 ? 'no arguments' : 'one argument'}. Quote what has spaces in it.`,
      )
    return await command.run(values, positionals, terminal)
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof UnreadableError)) throw error
    const hint =
      error instanceof UsageError && name !== undefined
        ? `\n'postern ${isCommand(name) ? `${name} ` : ''}--help' has examples.`
        : ''
    const [message = '', ...more] = error.message.split('\n').map((line) => printable(line, 1000))
    const kind = error instanceof UsageError ? 'usage' : 'unreadable'
    if (args.includes('--json')) terminal.write(`${JSON.stringify({ error: kind, message })}\n`)
    terminal.writeError(`postern: ${[message, ...more].join('\n')}${hint}\n`)
    return exitCode[kind]
  }
}

function isCommand(name: string): boolean {
  return commands.some((command) => command.name === name)
}

function noSuchCommand(): UsageError {
  return new UsageError(
    `There is no such command. The commands are ${commands.map(({ name }) => name).join(', ')}.`,
  )
}

function printVersion(args: readonly string[], terminal: Terminal): number {
  terminal.write(args.includes('--json') ? `${JSON.stringify({ version })}\n` : `${version}\n`)
  return exitCode.ok
}

function printHelp(name: string | undefined, terminal: Terminal): number {
  const command = commands.find((command) => command.name === name)
  if (name !== undefined && command === undefined) throw noSuchCommand()
  terminal.write(`${command?.help ?? help}\n`)
  return exitCode.ok
}

function parsed(
  command: Command,
  args: readonly string[],
): { values: Values; positionals: readonly string[] } {
  if (args.some((arg) => /^--(?:secret|secrets|key)(?:=|$)/.test(arg)))
    throw new UsageError(
      'A secret is never an argument, as others on the machine could read it there. Use --secret-env NAME or --secret-file FILE, and change the one that you typed.',
    )
  try {
    return parseArgs({ args: [...args], options: { ...common, ...command.options }, allowPositionals: true })
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error
    throw new UsageError(message.split('. ')[0] ?? message)
  }
}
