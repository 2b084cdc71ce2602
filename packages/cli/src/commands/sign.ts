import type { SignedRequest } from '@postern/core'
import { bodyHelp, bodyOptions } from '../body-option.js'
import { type Command, textOption } from '../command.js'
import { exitCode } from '../exit-code.js'
import { UsageError } from '../failures.js'
import { schemeHelp, schemeOf, schemeOptions } from '../scheme-option.js'
import { shellQuoted } from '../shell-quoted.js'
import { signDelivery, signHelp, signOptions } from '../signed-delivery.js'

/** `postern sign` */
export const sign: Command = {
  name: 'sign',
  summary: 'print the headers that sign a body, or a curl command',
  help: `Usage: postern sign [options] [body file]

Prints the headers that a sender sends along with a body; with --sample the
body too, behind an empty line.

Examples:
  export WEBHOOK_SECRET=whsec_cG9zdGVybi1leGFtcGxlLXNlY3JldA==
  echo -n '{"type":"invoice.paid"}' | postern sign
  postern sign --scheme stripe --sample --json
  postern sign --scheme stripe --curl --url http://localhost:3000/stripe event.json | sh

${bodyHelp}

${signHelp}
      --curl            print a curl command; with --url
      --json            print { method, url, headers, bodyBase64 }

${schemeHelp}

Exit codes: 0 signed, 2 wrong usage, 3 the body or a file cannot be read.`,
  options: { ...schemeOptions, ...bodyOptions, ...signOptions, curl: { type: 'boolean' } },
  mostArguments: 1,
  async run(values, [path], terminal) {
    const scheme = await schemeOf(values, terminal)
    const signed = await signDelivery(scheme, values, path, terminal)
    if (values['json'] === true) {
      const { method, headers } = signed
      terminal.write(
        `${JSON.stringify({ method, url: signed.url, headers, bodyBase64: signed.body.toString('base64') })}\n`,
      )
    } else if (values['curl'] === true) {
      terminal.write(`${curlCommand(signed, path)}\n`)
    } else {
      if (!signed.body.equals(signed.given) || signed.url !== textOption(values, 'url'))
        throw new UsageError(
          `The signature of ${scheme.name} stands in the body or the URL: take --curl or --json.`,
        )
      for (const [name, value] of Object.entries(signed.headers)) terminal.write(`${name}: ${value}\n`)
      if (values['sample'] === true) terminal.write(`\n${signed.body.toString('utf8')}\n`)
    }
    return exitCode.ok
  },
}

function curlCommand({ method, url, headers, body }: SignedRequest, path: string | undefined): string {
  if (url === undefined) throw new UsageError('--curl needs --url.')
  const text = body.toString('utf8')
  const isText = Buffer.from(text, 'utf8').equals(body) && !text.includes('\0')
  if (!isText && (path === undefined || path === '-'))
    throw new UsageError(
      'The body is no text, which a curl command can take from a file alone: name the file.',
    )
  const data = isText ? `--data-raw ${shellQuoted(text)}` : `--data-binary ${shellQuoted(`@${String(path)}`)}`
  const lines = Object.entries(headers).map(([name, value]) => `-H ${shellQuoted(`${name}: ${value}`)}`)
  return [`curl -X ${shellQuoted(method)} ${shellQuoted(url)}`, ...lines, data].join(' \\\n  ')
}
