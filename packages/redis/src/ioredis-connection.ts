import type { Replicated, RedisConnection } from './connection.js'

/** As much as is used of a `Redis` of ioredis or iovalkey. */
export interface IoredisClient {
  call(command: string, ...parameters: string[]): Promise<unknown>
  pipeline(commands: string[][]): { exec(): Promise<[error: Error | null, reply: unknown][] | null> }
}

/** As much as is used of a `Cluster` of ioredis or iovalkey. */
export interface IoredisCluster extends IoredisClient {
  readonly isCluster: boolean
  readonly status: string
  nodes(role: 'master'): IoredisClient[]
}

/** Sends by ioredis; `undefined` for a client of another kind. */
export function ioredisConnection(client: object): RedisConnection | undefined {
  if (!('call' in client && 'pipeline' in client)) return undefined
  return new IoredisConnection(client as IoredisClient)
}

class IoredisConnection implements RedisConnection {
  readonly #cluster: IoredisCluster | undefined

  constructor(private readonly client: IoredisClient) {
    if ('isCluster' in client && client.isCluster === true) this.#cluster = client as IoredisCluster
  }

  get isCluster(): boolean {
    return this.#cluster !== undefined
  }

  // A cluster finds the key in the command by itself.
  send([name = '', ...parameters]: readonly string[]): Promise<unknown> {
    return this.client.call(name, ...parameters)
  }

  // In a pipeline of a cluster, a command without a key goes where the others go.
  async sendAndWait(
    command: readonly string[],
    _key: string,
    replicas: number,
    waitMs: number,
  ): Promise<Replicated> {
    const [name = '', ...parameters] = command
    const wait = ['wait', String(replicas), String(waitMs)]
    const replies = await this.client.pipeline([[name.toLowerCase(), ...parameters], wait]).exec()
    const [[failure, reply], [waitFailure, count]] = replies as [
      [Error | null, unknown],
      [Error | null, unknown],
    ]
    if (failure !== null) throw failure
    if (waitFailure !== null) throw waitFailure
    return { reply, replicas: Number(count) }
  }

  async info(): Promise<string[]> {
    const masters = this.#masters()
    return Promise.all(masters.map(async (master) => String(await master.call('INFO'))))
  }

  #masters(): IoredisClient[] {
    if (this.#cluster === undefined) return [this.client]
    // Until then it knows only the nodes that it was told.
    return this.#cluster.status === 'ready' ? this.#cluster.nodes('master') : []
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}
