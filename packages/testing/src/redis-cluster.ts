import { type ClusterNode, clusterView } from './cluster-view.js'
import { formCluster } from './form-cluster.js'
import { moveSlot, type SlotMoveHooks } from './move-slot.js'
import { type RedisServer, type RedisSettings, startRedis } from './redis-server.js'

const defaults: RedisSettings = { 'cluster-enabled': 'yes', 'cluster-node-timeout': '1000' }

/** A cluster of the test's own. */
export class RedisCluster {
  /** At first the masters, then a replica of each. */
  readonly nodes: readonly RedisServer[]

  constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes
  }

  /** The masters that have slots and have not failed, as a node that answers sees it. */
  async masters(): Promise<RedisServer[]> {
    return this.#serversOf(({ flags, slots }) => flags.includes('master') && slots.length > 0)
  }

  /** The replicas of a master that have not failed. */
  async replicasOf(master: RedisServer): Promise<RedisServer[]> {
    const view = await this.#view()
    const id = view.find(({ port }) => port === master.port)?.id
    return this.#serversOf(({ masterId }) => masterId === id)
  }

  /** The master that has a slot. */
  async nodeOf(slot: number): Promise<RedisServer> {
    const [node] = await this.#serversOf(({ slots }) =>
      slots.some(({ first, last }) => first <= slot && slot <= last),
    )
    if (node === undefined) throw new Error(`No node that works has slot ${slot}.`)
    return node
  }

  /** Moves a slot and its keys between masters; clients may go on meanwhile. */
  async moveSlot(slot: number, from: RedisServer, to: RedisServer, hooks: SlotMoveHooks = {}): Promise<void> {
    await moveSlot(slot, from, to, await this.masters(), hooks)
  }

  async dispose(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.dispose()))
  }

  async #serversOf(isWanted: (node: ClusterNode) => boolean): Promise<RedisServer[]> {
    const ports = (await this.#view())
      .filter((node) => !node.flags.includes('fail') && isWanted(node))
      .map(({ port }) => port)
    return this.nodes.filter(({ port }) => ports.includes(port))
  }

  #view(): Promise<ClusterNode[]> {
    const asked = this.nodes.find(({ answers }) => answers)
    if (asked === undefined) throw new Error('No node of the cluster answers.')
    return clusterView(asked)
  }
}

/** Starts a cluster of three masters, each with one replica, and waits until it works for all of them. */
export async function startRedisCluster({
  settings = {},
}: { settings?: RedisSettings } = {}): Promise<RedisCluster> {
  const starts = Array.from({ length: 6 }, () => startRedis({ settings: { ...defaults, ...settings } }))
  const nodes = (await Promise.allSettled(starts)).flatMap((start) =>
    start.status === 'fulfilled' ? [start.value] : [],
  )
  const cluster = new RedisCluster(nodes)
  try {
    await Promise.all(starts)
    await formCluster(nodes)
    return cluster
  } catch (error) {
    await cluster.dispose()
    throw error
  }
}
