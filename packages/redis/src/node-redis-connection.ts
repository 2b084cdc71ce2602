import type { Replicated, RedisConnection } from './connection.js'

/** As much as is used of a client of node-redis. */
export interface NodeRedisClient {
  readonly isReady: boolean
  sendCommand(command: string[]): Promise<unknown>
}

/** As much as is used of a cluster of node-redis. */
export interface NodeRedisCluster {
  readonly masters: readonly unknown[]
  sendCommand(key: string | undefined, isReadonly: boolean | undefined, command: string[]): Promise<unknown>
  nodeClient(node: never): unknown
}

/** Sends by node-redis; `undefined` for a client of another kind. */
export function nodeRedisConnection(client: object): RedisConnection | undefined {
  if (!('sendCommand' in client)) return undefined
  if ('masters' in client && 'nodeClient' in client)
    return new ClusterConnection(client as unknown as NodeRedisCluster)
  // A pool has no `isReady`; it could send WAIT by another connection than the script before it. A sentinel has, and sends otherwise.
  if ('isReady' in client && !('getSentinelNode' in client))
    return new ClientConnection(client as unknown as NodeRedisClient)
  return undefined
}

abstract class NodeRedisConnection implements RedisConnection {
  abstract readonly isCluster: boolean
  abstract send(command: readonly string[], key: string): Promise<unknown>
  abstract info(): Promise<string[]>

  async sendAndWait(
    command: readonly string[],
    key: string,
    replicas: number,
    waitMs: number,
  ): Promise<Replicated> {
    const [reply, count] = await Promise.all([
      this.send(command, key),
      this.send(['WAIT', String(replicas), String(waitMs)], key),
    ])
    return { reply, replicas: Number(count) }
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

class ClientConnection extends NodeRedisConnection {
  readonly isCluster = false

  constructor(private readonly client: NodeRedisClient) {
    super()
  }

  send(command: readonly string[]): Promise<unknown> {
    return this.client.sendCommand([...command])
  }

  async info(): Promise<string[]> {
    return [String(await this.client.sendCommand(['INFO']))]
  }
}

class ClusterConnection extends NodeRedisConnection {
  readonly isCluster = true

  constructor(private readonly cluster: NodeRedisCluster) {
    super()
  }

  send(command: readonly string[], key: string): Promise<unknown> {
    return this.cluster.sendCommand(key, false, [...command])
  }

  async info(): Promise<string[]> {
    return Promise.all(
      this.cluster.masters.map(async (master) => {
        const client = (await this.cluster.nodeClient(master as never)) as NodeRedisClient
        return String(await client.sendCommand(['INFO']))
      }),
    )
  }
}
