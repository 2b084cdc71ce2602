import { randomUUID } from 'node:crypto'
import type { Scheme, SignableDelivery, SignedRequest } from '@postern/core'
import { readContent } from './body-option.js'
import { listOption, textOption, type Values } from './command.js'
import { idHeaderOf } from './event-id.js'
import { UsageError } from './failures.js'
import { instantOf } from './instants.js'
import type { Terminal } from './terminal.js'

/** The options of commands that sign. */
export const signOptions = {
  id: { type: 'string' },
  timestamp: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', short: 'H', multiple: true },
} as const

/** How they are described. */
export const signHelp = `Delivery:
      --id ID           the event id (default: a random one where a header has it)
      --timestamp T     when it is sent: ISO 8601 or epoch (default now)
      --method M        default POST
  -H, --header 'N: V'   a header to send along (may come several times)`

/** A request as it is sent. */
export interface SignedDelivery extends SignedRequest {
  /** The body as it was before the signature came into it. */
  readonly given: Buffer
}

/** Reads the body and signs it, as the options say. */
export async function signDelivery(
  scheme: Scheme,
  values: Values,
  path: string | undefined,
  terminal: Terminal,
): Promise<SignedDelivery> {
  const url = textOption(values, 'url')
  const timestamp = textOption(values, 'timestamp')
  const sentAt = timestamp === undefined ? Date.now() : instantOf(timestamp, 'timestamp')
  const method = (textOption(values, 'method') ?? 'POST').toUpperCase()
  if (!/^[!#$%&'*+.^_`|~0-9A-Z-]+$/.test(method)) throw new UsageError('--method is a word, such as POST.')
  const own = headersOf(values)
  const { body, headers } = await readContent(values, path, scheme, sentAt, terminal)
  const idHeader = idHeaderOf(scheme)
  const id = idHeader === undefined ? undefined : (textOption(values, 'id') ?? own[idHeader] ?? randomId())
  const delivery = {
    body,
    headers: {
      'content-type': mediaTypeOf(body),
      ...headers,
      ...own,
    },
    method,
    sentAt,
    ...(id === undefined ? {} : { id }),
    ...(url === undefined ? {} : { url }),
  }
  const signed = signedBy(scheme, delivery)
  const replaced = Object.keys(own).find((name) => signed.headers[name] !== own[name])
  if (replaced !== undefined)
    throw new UsageError(
      `--header ${replaced}: ${scheme.name} writes that one itself. An id is given by --id.`,
    )
  return { ...signed, given: body }
}

function signedBy(
  scheme: Scheme,
  delivery: SignableDelivery & { method: string; body: Buffer },
): SignedRequest {
  const { method, url, headers, body } = delivery
  try {
    const signed = scheme.signRequest?.(delivery)
    if (signed !== undefined) return signed
    const target = url === undefined ? undefined : String(url)
    return { method, url: target, headers: { ...headers, ...scheme.sign(delivery) }, body }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The delivery could not be signed.')
  }
}

function randomId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`
}

function headersOf(values: Values): Record<string, string> {
  return Object.fromEntries(
    listOption(values, 'header').map((header) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)$/.exec(header) ?? []
      if (name === undefined || value === undefined) throw new UsageError("--header is 'Name: value'.")
      return [name.toLowerCase(), value]
    }),
  )
}

function mediaTypeOf(body: Buffer): string {
  try {
    JSON.parse(body.toString('utf8'))
    return 'application/json'
  } catch {
    return /^[^\s=&{]+=[^\s]*$/.test(body.toString('latin1'))
      ? 'application/x-www-form-urlencoded'
      : 'text/plain'
  }
}
