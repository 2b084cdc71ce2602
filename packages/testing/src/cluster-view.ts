import type { RedisServer } from './redis-server.js'

/** A node of a cluster, as another node sees it. */
export interface ClusterNode {
  readonly id: string
  readonly port: number
  /** `master`, `slave`, `myself`, `fail`, `handshake` and others. */
  readonly flags: readonly string[]
  /** The id of its master, or `-`. */
  readonly masterId: string
  /** Ranges, both ends included. */
  readonly slots: readonly { first: number; last: number }[]
}

/** Asks a node for all the nodes that it knows, itself among them. */
export async function clusterView(node: RedisServer): Promise<ClusterNode[]> {
  const lines = String(await node.command('CLUSTER', 'NODES'))
    .trim()
    .split('\n')
  return lines.map((line) => {
    const [id = '', address = '', flags = '', masterId = '', , , , , ...slots] = line.split(' ')
    return {
      id,
      port: Number(/:(\d+)/.exec(address)?.[1]),
      flags: flags.split(','),
      masterId,
      // Those in brackets are on their way.
      slots: slots.filter((range) => !range.startsWith('[')).map(rangeOf),
    }
  })
}

/** Asks a node for its own id. */
export async function clusterId(node: RedisServer): Promise<string> {
  return String(await node.command('CLUSTER', 'MYID'))
}

function rangeOf(text: string): { first: number; last: number } {
  const [first = '', last = first] = text.split('-')
  return { first: Number(first), last: Number(last) }
}
