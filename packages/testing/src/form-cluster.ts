import { clusterId, clusterView } from './cluster-view.js'
import { eventually } from './eventually.js'
import type { RedisServer } from './redis-server.js'

const slotCount = 16_384

/** Makes a cluster of empty nodes: the first half get the slots, the second half replicate them, in the same order. */
export async function formCluster(nodes: readonly RedisServer[]): Promise<void> {
  const masters = nodes.slice(0, nodes.length / 2)
  const replicas = nodes.slice(masters.length)
  await Promise.all([...nodes.map(giveEpoch), ...masters.map(giveSlots)])
  await introduce(nodes)
  await Promise.all(
    replicas.map(async (replica, index) => {
      await replica.command('CLUSTER', 'REPLICATE', await clusterId(masters[index] as RedisServer))
    }),
  )
  await everywhere('sees a cluster that works', nodes, worksFor)
}

// Nodes that have the same epoch would have to settle first who goes before.
async function giveEpoch(node: RedisServer, index: number): Promise<void> {
  await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
}

async function giveSlots(master: RedisServer, index: number, masters: readonly RedisServer[]): Promise<void> {
  const first = Math.ceil((slotCount * index) / masters.length)
  const end = Math.ceil((slotCount * (index + 1)) / masters.length)
  // Not ADDSLOTSRANGE: Redis 6 does not know it.
  await master.command('CLUSTER', 'ADDSLOTS', ...Array.from({ length: end - first }, (_, at) => first + at))
}

async function introduce(nodes: readonly RedisServer[]): Promise<void> {
  await Promise.all(
    nodes.flatMap((node, index) =>
      nodes.slice(index + 1).map(({ port }) => node.command('CLUSTER', 'MEET', '127.0.0.1', port)),
    ),
  )
  await everywhere('knows the others', nodes, async (node) => {
    const view = await clusterView(node)
    return view.length === nodes.length && view.every(({ flags }) => !flags.includes('handshake'))
  })
}

async function worksFor(node: RedisServer, nodes: readonly RedisServer[]): Promise<boolean> {
  const view = await clusterView(node)
  if (view.filter(({ masterId }) => masterId !== '-').length !== nodes.length / 2) return false
  const replication = String(await node.command('INFO', 'replication'))
  if (!/^master_link_status:up\r$|^connected_slaves:1\r$/m.test(replication)) return false
  return String(await node.command('CLUSTER', 'INFO')).includes('cluster_state:ok')
}

async function everywhere(
  what: string,
  nodes: readonly RedisServer[],
  isSo: (node: RedisServer, nodes: readonly RedisServer[]) => Promise<boolean>,
): Promise<void> {
  await Promise.all(
    nodes.map((node) => eventually(`the node on port ${node.port} ${what}`, () => isSo(node, nodes))),
  )
}
