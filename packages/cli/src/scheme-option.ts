import { type KnownSecrets, type Scheme, standardWebhooks, timestampedHmac } from '@postern/core'
import { listOption, textOption, type Values } from './command.js'
import { UnreadableError, UsageError } from './failures.js'
import { presetNames } from './preset-names.js'
import { readNamedFile } from './read-input.js'
import { readSecrets } from './secret-option.js'
import type { Terminal } from './terminal.js'

/** Makes a scheme of what is given: secrets or keys, a URL, and what else it needs. */
export type AnySchemeMaker = (options: Readonly<Record<string, unknown>>) => Scheme

/** The options of every command that needs a scheme. */
export const schemeOptions = {
  scheme: { type: 'string', short: 's' },
  'secret-env': { type: 'string' },
  'secret-file': { type: 'string' },
  'key-file': { type: 'string' },
  url: { type: 'string' },
  param: { type: 'string', multiple: true },
} as const

/** How they are described. */
export const schemeHelp = `Scheme and secret:
  -s, --scheme NAME     standard-webhooks (the default), timestamped-hmac, or a
                        preset such as stripe: 'postern schemes' lists them
      --secret-env VAR  the variable that has the secret, or several with
                        commas between them (default WEBHOOK_SECRET)
      --secret-file F   a file with the secret instead
      --key-file F      a PEM, JWK or whpk_ key, for schemes with pairs of keys
      --url URL         the URL as the sender has it, for schemes that sign it
      --param NAME=V    what else a preset needs (may come several times)
A secret is never an argument: others on the machine could read it there.`

const builtIn: Readonly<Record<string, AnySchemeMaker>> = {
  'standard-webhooks': (options) => standardWebhooks(options),
  'timestamped-hmac': (options) => timestampedHmac(options as { secrets: KnownSecrets }),
}

/** The names that `--scheme` takes. */
export const schemeNames: readonly string[] = [...Object.keys(builtIn), ...presetNames]

/**
 * Loads a scheme by name, in any spelling of it: `hubspotV3` is `hubspot-v3`.
 * @throws UsageError when there is none
 */
export async function loadScheme(name: string): Promise<AnySchemeMaker> {
  const known = knownSchemeName(name)
  return builtIn[known] ?? loadPreset(known)
}

/** The name as `postern schemes` lists it. @throws UsageError when there is none */
export function knownSchemeName(name: string): string {
  const known = schemeNames.find((known) => plain(known) === plain(name))
  if (known === undefined) throw new UsageError(unknownScheme(name))
  return known
}

async function loadPreset(name: string): Promise<AnySchemeMaker> {
  let preset: unknown
  try {
    const module = (await import(`@postern/providers/${name}`)) as Readonly<Record<string, unknown>>
    preset = module[name]
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const isMissing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND'
    const hint = isMissing ? ' It may need jose: npm install jose.' : ''
    throw new UnreadableError(`The preset ${name} could not be loaded (${code ?? 'unknown error'}).${hint}`)
  }
  if (typeof preset !== 'function') throw new UnreadableError(`The preset ${name} could not be loaded.`)
  return preset as AnySchemeMaker
}

function unknownScheme(name: string): string {
  const start = plain(name).slice(0, 3)
  const near = schemeNames.filter((known) => start.length === 3 && plain(known).startsWith(start)).slice(0, 5)
  const hint = near.length === 0 ? '' : ` Is it ${near.join(', ')}?`
  return `There is no scheme of that name.${hint} 'postern schemes' lists them.`
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
}

/** What the options say of `--param NAME=VALUE`. */
export function paramsOf(values: Values): Readonly<Record<string, string>> {
  return Object.fromEntries(
    listOption(values, 'param').map((param) => {
      const [, name, value] = /^([A-Za-z]\w*)=(.+)$/s.exec(param) ?? []
      if (name === undefined || value === undefined) throw new UsageError('--param is NAME=VALUE.')
      if (/^(?:secret|secrets|key|keys)$/i.test(name))
        throw new UsageError('A secret is never an argument: use --secret-env, --secret-file or --key-file.')
      return [name, value]
    }),
  )
}

/** The name that is asked for. */
export function schemeNameOf(values: Values): string {
  return textOption(values, 'scheme') ?? 'standard-webhooks'
}

/** Makes the scheme that the options say, with its secrets or keys. */
export async function schemeOf(values: Values, terminal: Terminal): Promise<Scheme> {
  const make = await loadScheme(schemeNameOf(values))
  const keyFile = textOption(values, 'key-file')
  const url = textOption(values, 'url')
  const material =
    keyFile === undefined
      ? { secrets: (await readSecrets(values, terminal)).map((secret) => secret.trim()) }
      : { keys: await readKey(keyFile) }
  const common = { ...paramsOf(values), ...material }
  try {
    if (url === undefined) return make(common)
    return withOrWithoutUrl(make, common, url)
  } catch (error) {
    // Core's messages say what is wrong, and nothing of a secret.
    throw new UsageError(error instanceof Error ? error.message : 'The scheme could not be made.')
  }
}

/** `--url` also says where to send, for schemes that do not sign it. */
function withOrWithoutUrl(
  make: AnySchemeMaker,
  common: Readonly<Record<string, unknown>>,
  url: string,
): Scheme {
  const plainly = () => make(common)
  try {
    return make({ ...common, url })
  } catch {
    return plainly()
  }
}

const keyFileName = 'The file of --key-file'

/** Reads a key: PEM, `whpk_`, `whsk_`, or a JWK. */
export async function readKey(path: string): Promise<unknown> {
  const text = (await readNamedFile(path, keyFileName)).toString('utf8').trim()
  if (!text.startsWith('{')) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new UnreadableError(`${keyFileName} begins as a JWK, and is no JSON.`)
  }
}
