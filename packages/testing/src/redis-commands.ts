import { Redis } from 'ioredis'

/** What a parameter of a command may be. */
export type CommandParameter = string | number | Buffer

/** The connection over which a test commands a server: made when it is needed, and again when it was lost. */
export class RedisCommands {
  readonly #port: number
  readonly #password: string | undefined
  #connection: Redis | undefined

  constructor(port: number, password: string | undefined) {
    this.#port = port
    this.#password = password
  }

  send(name: string, parameters: CommandParameter[]): Promise<unknown> {
    this.#connection ??= this.#connect()
    return this.#connection.call(name, parameters)
  }

  /** Refuses the commands that wait for an answer. */
  disconnect(): void {
    this.#connection?.disconnect()
    this.#connection = undefined
  }

  #connect(): Redis {
    const connection = new Redis({
      port: this.#port,
      host: '127.0.0.1',
      ...(this.#password === undefined ? {} : { password: this.#password }),
      retryStrategy: () => null,
      // Nothing but the test's commands, and those also while the server loads or a script keeps it busy.
      enableReadyCheck: false,
      disableClientInfo: true,
      // ioredis keeps the process for this long when the connection is gone already.
      disconnectTimeout: 50,
      protocol: 2,
    })
    connection.on('error', () => undefined)
    connection.once('end', () => {
      if (this.#connection === connection) this.#connection = undefined
    })
    return connection
  }
}
