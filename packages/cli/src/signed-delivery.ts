import { randomUUID } from 'node:crypto'
import type { Scheme, SignedRequest } from '@postern/core'
import { listOption, textOption, type Values } from './command.js'
import { UsageError } from './failures.js'
import { instantOf } from './instants.js'

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

/** Signs what the options say. */
export function signDelivery(
  scheme: Scheme,
  body: Buffer,
  values: Values,
  url: string | undefined,
): SignedRequest {
  const timestamp = textOption(values, 'timestamp')
  const carriesId = scheme.event.id.some((source) => typeof source === 'object' && 'header' in source)
  const id = textOption(values, 'id') ?? (carriesId ? `msg_${randomUUID().replaceAll('-', '')}` : undefined)
  const delivery = {
    body,
    headers: { 'content-type': mediaTypeOf(body), ...headersOf(values) },
    method: (textOption(values, 'method') ?? 'POST').toUpperCase(),
    sentAt: timestamp === undefined ? Date.now() : instantOf(timestamp, 'timestamp'),
    ...(id === undefined ? {} : { id }),
    ...(url === undefined ? {} : { url }),
  }
  try {
    if (scheme.signRequest !== undefined) return scheme.signRequest(delivery)
    const headers = { ...delivery.headers, ...scheme.sign(delivery) }
    return { method: delivery.method, url, headers, body }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The delivery could not be signed.')
  }
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
