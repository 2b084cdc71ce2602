import type { RedisClient } from '@postern/redis'
import { Cluster as IovalkeyCluster, Redis as Iovalkey } from 'iovalkey'
import { Cluster, Redis } from 'ioredis'
import { Cluster as Cluster5, Redis as Redis5 } from 'ioredis5'
import { createClient as createClient5, createCluster as createCluster5 } from 'redis5'
import { createClient as createClient6, createCluster as createCluster6 } from 'redis6'

/** A connected client, and its end. */
export interface ConnectedClient {
  readonly client: RedisClient
  readonly close: () => Promise<unknown>
}

/** Connects a client to the server at a port. */
export type Connect = (port: number) => Promise<ConnectedClient>

const host = '127.0.0.1'
const url = (port: number) => `redis://${host}:${port}`

/** Clients of one server. */
export const clients = {
  'ioredis 5': (port: number) => ended(new Redis5(port, host)),
  'ioredis 6': (port: number) => ended(new Redis(port, host)),
  'ioredis 6 with a key prefix': (port: number) => ended(new Redis(port, host, { keyPrefix: 'app:' })),
  'ioredis 6 with automatic pipelines': (port) =>
    ended(new Redis(port, host, { enableAutoPipelining: true })),
  iovalkey: (port: number) => ended(new Iovalkey(port, host)),
  'node-redis 5': (port: number) => closed(createClient5({ url: url(port) })),
  'node-redis 6': (port: number) => closed(createClient6({ url: url(port) })),
  'node-redis 6 by RESP3': (port: number) => closed(createClient6({ url: url(port), RESP: 3 })),
} satisfies Readonly<Record<string, Connect>>

/** Clients of a cluster, of which they are told one server. */
export const clusterClients = {
  'ioredis 5': (port: number) => ended(new Cluster5([{ host, port }])),
  'ioredis 6': (port: number) => ended(new Cluster([{ host, port }])),
  'ioredis 6 with a key prefix': (port: number) =>
    ended(new Cluster([{ host, port }], { keyPrefix: 'app:' })),
  iovalkey: (port: number) => ended(new IovalkeyCluster([{ host, port }])),
  'node-redis 5': (port: number) => closed(createCluster5({ rootNodes: [{ url: url(port) }] })),
  'node-redis 6': (port: number) => closed(createCluster6({ rootNodes: [{ url: url(port) }] })),
} satisfies Readonly<Record<string, Connect>>

function ended(client: RedisClient & { quit(): Promise<unknown> }): Promise<ConnectedClient> {
  return Promise.resolve({ client, close: () => client.quit() })
}

async function closed(
  client: RedisClient & { connect(): Promise<unknown>; close(): Promise<unknown> | undefined },
): Promise<ConnectedClient> {
  await client.connect()
  return { client, close: async () => client.close() }
}
