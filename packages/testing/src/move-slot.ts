import { clusterId } from './cluster-view.js'
import type { RedisServer } from './redis-server.js'

/** What a test does while a slot moves. */
export interface SlotMoveHooks {
  /** Called before each key leaves. */
  readonly perKey?: (key: string) => Promise<void> | void
  /** Called when all keys have left, and the old master still has the slot. */
  readonly beforeHandover?: () => Promise<void> | void
}

/**
 * Moves a slot and its keys from one master to another, as a live cluster does.
 * @param masters - all of them, who are told in the end
 */
export async function moveSlot(
  slot: number,
  from: RedisServer,
  to: RedisServer,
  masters: readonly RedisServer[],
  { perKey, beforeHandover }: SlotMoveHooks,
): Promise<void> {
  const [fromId, toId] = await Promise.all([clusterId(from), clusterId(to)])
  await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId)
  await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId)
  for (let keys = await keysIn(slot, from); keys.length > 0; keys = await keysIn(slot, from)) {
    for (const key of keys) {
      await perKey?.(key)
      await from.command('MIGRATE', '127.0.0.1', to.port, key, 0, 5000)
    }
  }
  await beforeHandover?.()
  // The new owner first: were it the old one, each would send clients to the other for a while.
  const others = masters.filter((master) => master !== from && master !== to)
  for (const node of [to, from, ...others]) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', toId)
}

async function keysIn(slot: number, node: RedisServer): Promise<string[]> {
  return (await node.command('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as string[]
}
