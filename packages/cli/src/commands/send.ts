import { bodyHelp, bodyOptions } from '../body-option.js'
import { type Command, textOption } from '../command.js'
import { exitCode } from '../exit-code.js'
import { UsageError } from '../failures.js'
import { post } from '../post.js'
import { schemeHelp, schemeOf, schemeOptions } from '../scheme-option.js'
import { signDelivery, signHelp, signOptions } from '../signed-delivery.js'
import { painted, printable } from '../terminal.js'

/** `postern send` */
export const send: Command = {
  name: 'send',
  summary: 'sign a body and post it to a URL, once',
  help: `Usage: postern send [options] --url URL [body file]

Signs the body and sends it once. Redirects are not followed: for most
providers one is a failure. A server on this machine that does not listen yet
is waited for, five seconds.

Examples:
  postern send --scheme stripe --url http://localhost:3000/webhooks/stripe event.json
  postern send --scheme github --sample --url http://localhost:4400/
  echo -n '{"type":"invoice.paid"}' | postern send --url http://localhost:4400/

${bodyHelp}

${signHelp}
      --timeout S       seconds to wait for the answer (default 10)
      --json            print { status, durationMs, code, duplicate } as JSON

${schemeHelp}

Exit codes: 0 answered with 2xx, 1 another answer or none, 2 wrong usage,
3 the body or a file cannot be read.`,
  options: { ...schemeOptions, ...bodyOptions, ...signOptions, timeout: { type: 'string' } },
  mostArguments: 1,
  async run(values, [path], terminal) {
    const url = textOption(values, 'url')
    if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url))
      throw new UsageError('--url is where to send: an absolute URL, http or https.')
    if (new URL(url).username + new URL(url).password !== '')
      throw new UsageError(
        "--url has a name or a password, which fetch does not take: give --header 'Authorization: ...'.",
      )
    const timeout = textOption(values, 'timeout') ?? '10'
    if (!/^[1-9]\d{0,3}$/.test(timeout)) throw new UsageError('--timeout is a number of seconds.')
    const scheme = await schemeOf(values, terminal)
    const signed = await signDelivery(scheme, values, path, terminal)
    const outcome = await post(signed, url, Number(timeout) * 1000)
    const isDelivered = outcome.status !== null && outcome.status >= 200 && outcome.status < 300
    if (values['json'] === true) terminal.write(`${JSON.stringify(outcome)}\n`)
    else {
      const said =
        outcome.status === null ? `no answer (${outcome.code ?? 'failed'})` : String(outcome.status)
      const code = outcome.status !== null && outcome.code !== null ? ` ${outcome.code}` : ''
      const repeat = outcome.duplicate ? ' (duplicate)' : ''
      const verdict = painted(
        terminal,
        isDelivered ? 'green' : 'red',
        isDelivered ? 'delivered' : 'not delivered',
      )
      terminal.write(`${verdict} ${printable(said + code + repeat)} ${String(outcome.durationMs)} ms\n`)
    }
    return isDelivered ? exitCode.ok : exitCode.refused
  },
}
