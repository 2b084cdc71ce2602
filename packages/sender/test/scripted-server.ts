import { EventEmitter, once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onCleanUp } from '@postern/testing/clean-up'

/** An attempt as it arrived. */
export interface Attempt {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** A status, or what to do with the request. */
export type Reply =
  | number
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string | Buffer }
  | 'reset'
  | 'hang'
  | ((request: IncomingMessage, response: ServerResponse) => void)

/** A server that answers as the test says, in order; once the replies are used up, 204. */
export class ScriptedServer {
  readonly attempts: Attempt[] = []
  readonly replies: Reply[] = []
  readonly #arrivals = new EventEmitter()
  #running = 0
  /** The most requests that there were at a time. */
  mostAtOnce = 0
  port = 0

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`
  }

  /** What a server calls. */
  readonly listener: RequestListener = (request, response) => {
    this.#running += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#running)
    response.on('close', () => {
      this.#running -= 1
    })
    const { method = '', url = '', headers } = request
    buffer(request).then(
      (body) => {
        this.attempts.push({ method, url, headers, body })
        perform(this.replies.shift() ?? 204, request, response)
        this.#arrivals.emit('attempt')
      },
      () => undefined,
    )
  }

  /** Waits for the first `count` attempts. */
  async first(count: number): Promise<Attempt[]> {
    while (this.attempts.length < count) await once(this.#arrivals, 'attempt')
    return this.attempts.slice(0, count)
  }
}

function perform(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'hang') return
  if (reply === 'reset') request.socket.resetAndDestroy()
  else if (typeof reply === 'function') reply(request, response)
  else if (typeof reply === 'number') response.writeHead(reply).end()
  else response.writeHead(reply.status, reply.headers).end(reply.body)
}

/** Starts one on loopback, until the test ends. */
export async function scriptedServer(...replies: Reply[]): Promise<ScriptedServer> {
  const scripted = new ScriptedServer()
  scripted.replies.push(...replies)
  scripted.port = await listen(createServer(scripted.listener))
  return scripted
}

/** Serves until the test ends. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  onCleanUp(() => stop(server))
  return (server.address() as AddressInfo).port
}

/** Stops a server, as a crash would: connections are cut. */
export async function stop(server: Server): Promise<void> {
  if (!server.listening) return
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}
