import { explain as explainRequest, type Explanation, type SchemeMaker } from '@postern/explain'
import { captureHelp, captureOptions, readCapture } from '../capture-option.js'
import { type Command, listOption, textOption } from '../command.js'
import { exitCode } from '../exit-code.js'
import { UsageError } from '../failures.js'
import { instantOf, toleranceOf } from '../instants.js'
import { presetNames } from '../preset-names.js'
import { loadScheme, paramsOf, readKey, schemeHelp, schemeNameOf, schemeOptions } from '../scheme-option.js'
import { readSecrets, secretsOfVariable } from '../secret-option.js'
import { painted, printable, type Terminal } from '../terminal.js'

/** `postern explain` */
export const explain: Command = {
  name: 'explain',
  summary: 'say why a captured request does not verify, and what to do',
  help: `Usage: postern explain [options] [capture file]

Tries what people get wrong, one change at a time, and says which single change
makes the request verify, and how to fix it. Where none does, it says 'no known
cause' and does not guess. Neither the secret nor a right signature is printed.

Examples:
  postern explain --scheme stripe --secret-env STRIPE_SECRET capture.http
  postern explain --scheme square --url https://example.com/hooks capture.har
  postern explain --scheme github --all-schemes --other-secret-env OLD_SECRET < curl.txt

${captureHelp}
      --all-schemes     ask all other schemes too
      --other-secret-env VAR
                        the secret of another endpoint (may come several times)
      --framework F     show the fix for express, koa or fastify alone
      --json            print the explanation as JSON

${schemeHelp}

Exit codes: 0 it verifies, 1 it does not, 2 wrong usage, 3 the capture cannot be
read.`,
  options: {
    ...schemeOptions,
    ...captureOptions,
    'all-schemes': { type: 'boolean' },
    'other-secret-env': { type: 'string', multiple: true },
    framework: { type: 'string' },
  },
  mostArguments: 1,
  async run(values, args, terminal) {
    const frameworks = frameworksOf(textOption(values, 'framework'))
    const receivedAt = textOption(values, 'received-at')
    const keyFile = textOption(values, 'key-file')
    const name = schemeNameOf(values)
    const explanation = await explainRequest({
      scheme: makerOf(await loadScheme(name), {
        ...paramsOf(values),
        ...(keyFile === undefined ? {} : { keys: await readKey(keyFile) }),
      }),
      secrets: keyFile === undefined ? await readSecrets(values, terminal) : [],
      otherSecrets: Object.fromEntries(
        listOption(values, 'other-secret-env').map((variable) => [
          variable,
          secretsOfVariable(variable, terminal),
        ]),
      ),
      presets: values['all-schemes'] === true ? await allSchemes(name, paramsOf(values)) : {},
      url: textOption(values, 'url'),
      toleranceMs: toleranceOf(textOption(values, 'tolerance')),
      receivedAt: receivedAt === undefined ? undefined : instantOf(receivedAt, 'received-at'),
      request: await readCapture(values, args, terminal),
    })
    if (values['json'] === true) terminal.write(`${JSON.stringify(explanation)}\n`)
    else print(explanation, frameworks, terminal)
    return explanation.verifies ? exitCode.ok : exitCode.refused
  },
}

const allFrameworks = ['express', 'koa', 'fastify'] as const

function frameworksOf(name: string | undefined): readonly (typeof allFrameworks)[number][] {
  if (name === undefined) return allFrameworks
  const found = allFrameworks.filter((framework) => framework === name.toLowerCase())
  if (found.length === 0) throw new UsageError('--framework is express, koa or fastify.')
  return found
}

/** With keys there are no secrets, and some schemes take no URL. */
function makerOf(
  make: Awaited<ReturnType<typeof loadScheme>>,
  fixed: Readonly<Record<string, unknown>>,
): SchemeMaker {
  return ({ secrets, ...rest }) => make({ ...rest, ...('keys' in fixed ? {} : { secrets }), ...fixed })
}

async function allSchemes(
  asked: string,
  params: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, SchemeMaker>>> {
  const found: Record<string, SchemeMaker> = {}
  for (const name of ['standard-webhooks', 'timestamped-hmac', ...presetNames]) {
    if (name === asked) continue
    try {
      found[name] = makerOf(await loadScheme(name), params)
    } catch {
      // It needs a package that is not installed.
    }
  }
  return found
}

function print(
  explanation: Explanation,
  frameworks: ReturnType<typeof frameworksOf>,
  terminal: Terminal,
): void {
  const { verifies, cause, change, fix, reason, detail, skew, scheme, keyId } = explanation
  const line = (text: string) => {
    terminal.write(`${text}\n`)
  }
  if (verifies) line(`${painted(terminal, 'green', 'verifies')} as ${scheme ?? '-'}, secret ${keyId ?? '-'}`)
  else {
    line(`${painted(terminal, 'red', 'does not verify')}${reason === undefined ? '' : `: ${reason}`}`)
    if (detail !== undefined) line(printable(detail, 500))
    line(
      `${painted(terminal, 'bold', 'cause')}  ${cause === 'no_known_cause' ? 'no known cause' : String(cause)}`,
    )
    if (fix !== undefined && change !== undefined)
      line(`${painted(terminal, 'bold', 'change')} ${printable(change, 2000)}`)
  }
  if (skew !== undefined && cause !== 'clock_skew') line(painted(terminal, 'dim', skew.sentence))
  if (fix === undefined) return
  for (const framework of frameworks)
    line(`${painted(terminal, 'bold', 'fix')}    ${framework}: ${fix[framework]}`)
}
