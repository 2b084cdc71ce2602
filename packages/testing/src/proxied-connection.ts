import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** What a proxy does to its connections at the moment. */
export interface ProxyConditions {
  /** How long bytes travel, in each direction. */
  latencyMs: number
  /** Resolves when no partition is in the way. */
  passable: Promise<void>
  /** Looks at bytes for the server. When it gives a function, the reply is dropped, and that called at the end. */
  readonly dropReplyTo: (request: Buffer) => (() => void) | undefined
}

/** A client's connection, and the one to the server that belongs to it. */
export class ProxiedConnection {
  readonly #client: Socket
  readonly #server: Socket
  readonly #conditions: ProxyConditions
  #onDropped: (() => void) | undefined

  constructor(client: Socket, targetPort: number, conditions: ProxyConditions) {
    this.#client = client.setNoDelay()
    this.#server = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    this.#conditions = conditions
    this.#forward(this.#client, this.#server, (bytes) => {
      this.#onDropped ??= conditions.dropReplyTo(bytes)
      this.#server.write(bytes)
    })
    this.#forward(this.#server, this.#client, (bytes) => {
      if (this.#onDropped === undefined) this.#client.write(bytes)
      else this.#cut()
    })
    this.#server.once('close', () => this.#onDropped?.())
  }

  /** Whether the client is connected. */
  get isOpen(): boolean {
    return !this.#client.destroyed
  }

  destroy(): void {
    this.#client.destroy()
    this.#server.destroy()
  }

  #forward(from: Socket, to: Socket, send: (bytes: Buffer) => void): void {
    // One after the other, so that a latency that becomes smaller lets nothing overtake.
    let last = Promise.resolve()
    const pass = (action: () => void): void => {
      const { latencyMs } = this.#conditions
      const travelled = latencyMs > 0 ? delay(latencyMs) : undefined
      last = last.then(async () => {
        await travelled
        await this.#conditions.passable
        action()
      })
    }
    from.on('data', (bytes: Buffer) => {
      pass(() => {
        send(bytes)
      })
    })
    from.on('error', () => undefined)
    from.on('close', () => {
      pass(() => to.end())
    })
  }

  // The dropped reply may be one to earlier commands. A server that is told the end, instead of being cut off, runs
  // all that came before it, and then closes.
  #cut(): void {
    this.#client.destroy()
    this.#server.end()
  }
}
