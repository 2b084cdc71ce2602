import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { ProxiedConnection, type ProxyConditions } from './proxied-connection.js'
import { randomPort } from './random-port.js'

interface ReplyToDrop {
  readonly matching: (request: Buffer) => boolean
  readonly onDropped: () => void
}

/** The network in front of a server, and what can befall it. */
export class TcpProxy {
  readonly port: number
  readonly #server: Server
  readonly #connections = new Set<ProxiedConnection>()
  readonly #repliesToDrop: ReplyToDrop[] = []
  readonly #conditions: ProxyConditions = {
    latencyMs: 0,
    passable: Promise.resolve(),
    dropReplyTo: (request) => {
      const index = this.#repliesToDrop.findIndex(({ matching }) => matching(request))
      return index === -1 ? undefined : this.#repliesToDrop.splice(index, 1)[0]?.onDropped
    },
  }
  #endPartition: () => void = () => undefined

  constructor(server: Server, port: number, targetPort: number) {
    this.port = port
    this.#server = server.on('connection', (client: Socket) => {
      this.#connections.add(new ProxiedConnection(client, targetPort, this.#conditions))
    })
  }

  /** How many clients are connected. */
  get connections(): number {
    return [...this.#connections].filter(({ isOpen }) => isOpen).length
  }

  /** Lets bytes travel for a while, in each direction. */
  setLatency(ms: number): void {
    this.#conditions.latencyMs = ms
  }

  /**
   * Once: lets the next request that matches through, drops what the server answers, and closes the connection.
   * @param matching - gets the bytes as they arrive, which may be several commands
   * @returns a promise that resolves when the server has run all that it got, and both sides are closed
   */
  dropReplies(matching: (request: Buffer) => boolean = () => true): Promise<void> {
    return new Promise((resolve) => {
      this.#repliesToDrop.push({ matching, onDropped: resolve })
    })
  }

  /** Lets nothing pass, and closes nothing, until `heal`; what was sent meanwhile arrives then. */
  partition(): void {
    this.#endPartition()
    this.#conditions.passable = new Promise((resolve) => {
      this.#endPartition = resolve
    })
  }

  /** Cuts all connections, and refuses new ones until `heal`. */
  async refuse(): Promise<void> {
    this.#server.close()
    for (const connection of this.#connections) connection.destroy()
    this.#connections.clear()
    await once(this.#server, 'close')
  }

  /** Ends what `partition` or `refuse` began. */
  async heal(): Promise<void> {
    this.#endPartition()
    if (!this.#server.listening) await listen(this.#server, this.port)
  }

  async dispose(): Promise<void> {
    if (this.#server.listening) await this.refuse()
    this.#endPartition()
  }
}

/** Listens in front of a server of this machine. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  for (;;) {
    const port = randomPort()
    const server = createServer()
    try {
      await listen(server, port)
      return new TcpProxy(server, port, targetPort)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}
