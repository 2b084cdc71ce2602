import { type Command, textOption } from '../command.js'
import { exitCode } from '../exit-code.js'
import { UsageError } from '../failures.js'
import { readInput } from '../read-input.js'
import { schemeHelp, schemeOf, schemeOptions } from '../scheme-option.js'
import { signDelivery, signHelp, signOptions } from '../signed-delivery.js'
import { painted, printable } from '../terminal.js'

/** `postern send` */
export const send: Command = {
  name: 'send',
  summary: 'sign a body and post it to a URL, once',
  help: `Usage: postern send [options] --url URL [body file]

Signs the body and sends it once. Redirects are not followed: for most
providers one is a failure.

Examples:
  postern send --scheme stripe --url http://localhost:3000/webhooks/stripe event.json
  echo -n '{"type":"invoice.paid"}' | postern send --url http://localhost:4400/

${signHelp}
      --timeout S       seconds to wait for the answer (default 10)
      --json            print { status, durationMs, code } as JSON

${schemeHelp}

Exit codes: 0 answered with 2xx, 1 another answer or none, 2 wrong usage,
3 the body or a file cannot be read.`,
  options: { ...schemeOptions, ...signOptions, timeout: { type: 'string' } },
  mostArguments: 1,
  async run(values, [path], terminal) {
    const url = textOption(values, 'url')
    if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url))
      throw new UsageError('--url is where to send: an absolute URL, http or https.')
    const timeout = textOption(values, 'timeout') ?? '10'
    if (!/^[1-9]\d{0,3}$/.test(timeout)) throw new UsageError('--timeout is a number of seconds.')
    const scheme = await schemeOf(values, terminal)
    const body = await readInput(path, 'body', terminal)
    const signed = signDelivery(scheme, body, values, url)
    const outcome = await post(signed, url, Number(timeout) * 1000)
    const isDelivered = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300
    if (values['json'] === true) terminal.write(`${JSON.stringify(outcome)}\n`)
    else {
      const said =
        outcome.status === undefined ? `no answer (${outcome.code ?? 'failed'})` : String(outcome.status)
      const code = outcome.status !== undefined && outcome.code !== undefined ? ` ${outcome.code}` : ''
      const verdict = painted(
        terminal,
        isDelivered ? 'green' : 'red',
        isDelivered ? 'delivered' : 'not delivered',
      )
      terminal.write(`${verdict} ${printable(said + code)} ${String(outcome.durationMs)} ms\n`)
    }
    return isDelivered ? exitCode.ok : exitCode.refused
  },
}

interface Outcome {
  readonly status: number | undefined
  readonly durationMs: number
  /** Of a problem document, or of the network's failure. */
  readonly code: string | undefined
}

async function post(
  { method, url = '', headers, body }: ReturnType<typeof signDelivery>,
  target: string,
  timeoutMs: number,
): Promise<Outcome> {
  const startedAt = performance.now()
  const durationMs = () => Math.round(performance.now() - startedAt)
  try {
    const response = await fetch(url === '' ? target : url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    })
    const code = await problemCode(response)
    return { status: response.status, durationMs: durationMs(), code }
  } catch (error) {
    return { status: undefined, durationMs: durationMs(), code: failureCode(error) }
  }
}

/** What an endpoint behind Postern says of a refusal. */
async function problemCode(response: Response): Promise<string | undefined> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  const length = Number(response.headers.get('content-length') ?? '0')
  if (!isProblem || length > 64 * 1024) {
    await response.body?.cancel()
    return undefined
  }
  try {
    const { code } = (await response.json()) as { code?: unknown }
    return typeof code === 'string' ? code : undefined
  } catch {
    return undefined
  }
}

function failureCode(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return 'timeout'
  return typeof cause?.code === 'string' ? cause.code : 'failed'
}
