import { once } from 'node:events'
import { createServer } from 'node:http'
import { createReceiver, type Receiver, type Scheme } from '@postern/core'
import { answerDelivery, type Line } from '../answer-delivery.js'
import { type Command, textOption, type Values } from '../command.js'
import { eventIdFor } from '../event-id.js'
import { exitCode } from '../exit-code.js'
import { UnreadableError, UsageError } from '../failures.js'
import { toleranceOf } from '../instants.js'
import { schemeHelp, schemeOf, schemeOptions } from '../scheme-option.js'
import { painted, printable, type Terminal } from '../terminal.js'

/** `postern listen` */
export const listen: Command = {
  name: 'listen',
  summary: 'receive deliveries here, print one line for each, and pass them on',
  help: `Usage: postern listen [options]

Receives deliveries on any path of this machine, and prints one line for each:
the time, the verdict or the reason, the event id and the event type. It answers
as Postern does: 204, a duplicate with 200, a refusal with a problem document.

Examples:
  postern listen --scheme github --secret-env GITHUB_WEBHOOK_SECRET
  postern listen --port 4400 --forward http://localhost:3000/webhooks/stripe --scheme stripe

      --port N          default 4400; 0 takes a free one
      --host H          default 127.0.0.1, which other machines cannot reach
      --forward URL     pass what verifies on as it came, and answer with what
                        comes back
      --tolerance S     seconds that a timestamp may be off, or 'off'
      --json            print one JSON object for each delivery

${schemeHelp}

Ctrl-C ends it.
Exit codes: 0 ended by Ctrl-C or SIGTERM, 2 wrong usage, 3 the port is taken.`,
  options: {
    ...schemeOptions,
    port: { type: 'string' },
    host: { type: 'string' },
    forward: { type: 'string' },
    tolerance: { type: 'string' },
  },
  mostArguments: 0,
  async run(values, _args, terminal) {
    const port = portOf(textOption(values, 'port') ?? '4400')
    const host = textOption(values, 'host') ?? '127.0.0.1'
    const target = targetOf(textOption(values, 'forward'))
    const scheme = await schemeOf(values, terminal)
    const receiver = receiverOf(scheme, toleranceOf(textOption(values, 'tolerance')))
    const print = printer(values, terminal)
    const server = createServer((request, response) => {
      void answerDelivery(receiver, target, request, response).then(print, () => response.destroy())
    })
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new UnreadableError(
        `Port ${String(port)} of ${host} cannot be listened on (${code ?? 'unknown error'}).`,
      )
    }
    const address = server.address()
    const bound = typeof address === 'object' && address !== null ? address.port : port
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${String(bound)}`
    terminal.write(
      values['json'] === true
        ? `${JSON.stringify({ listening: url, scheme: scheme.name })}\n`
        : `listening on ${url} for ${scheme.name}\n`,
    )
    await terminal.untilStopped()
    server.close()
    server.closeAllConnections()
    return exitCode.ok
  },
}

function receiverOf(scheme: Scheme, toleranceMs: number | false | undefined): Receiver {
  try {
    // A line is printed for each refusal, so no warning is needed.
    return createReceiver({ scheme, eventId: eventIdFor(scheme), toleranceMs, onRejected: () => undefined })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The scheme cannot receive.')
  }
}

function printer(values: Values, terminal: Terminal): (line: Line) => void {
  return (line) => {
    const time = new Date().toISOString()
    if (values['json'] === true) {
      terminal.write(`${JSON.stringify({ time, ...line })}\n`)
      return
    }
    const { verdict, reason, id = '-', type = '-', status } = line
    const word = painted(
      terminal,
      verdict === 'refused' ? 'red' : verdict === 'admitted' ? 'green' : 'yellow',
      reason ?? verdict,
    )
    terminal.write(`${time} ${word} ${printable(id) || '-'} ${printable(type)} ${String(status)}\n`)
  }
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError('--port is a number up to 65535.')
  return Number(text)
}

function targetOf(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new UsageError('--forward is an absolute URL, http or https.')
  return new URL(text)
}
