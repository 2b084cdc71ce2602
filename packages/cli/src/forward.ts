import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream/promises'

/** Of one connection only (RFC 9110, 7.6.1), or made anew for the next. */
const dropped = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade host content-length expect'.split(
    ' ',
  ),
)

/** How long the other end may take. */
const timeoutMs = 30_000

/**
 * Passes a request on as it came, byte for byte, and answers with what comes back.
 * @returns the status of the answer; 502 when none came
 */
export async function forward(
  incoming: IncomingMessage,
  rawBody: Buffer,
  target: URL,
  response: ServerResponse,
): Promise<number> {
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const url = new URL(target)
  if (url.search === '') url.search = /\?.*$/s.exec(incoming.url ?? '')?.[0] ?? ''
  const headers = [
    ...kept(incoming.rawHeaders),
    ...['host', url.host, 'x-forwarded-host', incoming.headers.host ?? '', 'x-forwarded-proto', 'http'],
    ...['content-length', String(rawBody.length)],
  ]
  try {
    const outgoing = send(url, { method: incoming.method, headers, signal: AbortSignal.timeout(timeoutMs) })
    // One that comes behind the answer, which has its own way to fail.
    outgoing.on('error', () => undefined)
    outgoing.end(rawBody)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    const status = answer.statusCode ?? 502
    response.writeHead(status, kept(answer.rawHeaders, ['content-length']))
    await pipeline(answer, response)
    return status
  } catch {
    if (!response.headersSent) response.writeHead(502).end()
    else response.destroy()
    return 502
  }
}

/** Names and values in turn, without those of the connection and those that it names. */
function kept(rawHeaders: readonly string[], alsoKept: readonly string[] = []): string[] {
  const named = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() === 'connection'
      ? (rawHeaders[index + 1] ?? '').toLowerCase().split(/\s*,\s*/)
      : [],
  )
  const isKept = (name: string) =>
    alsoKept.includes(name) ||
    (!dropped.has(name) && !named.includes(name) && !/^x-forwarded-(?:host|proto)$/.test(name))
  return rawHeaders.filter((_, index) => isKept((rawHeaders[index - (index % 2)] ?? '').toLowerCase()))
}
