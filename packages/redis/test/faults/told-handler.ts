import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Route } from '@postern/testing/framework'
import { onTold, tell, type WorkerMessage } from '@postern/testing/worker'

/** How a handler is told to end. */
export interface Ending extends WorkerMessage {
  readonly kind: 'end'
  readonly id: string
  readonly by: 'success' | 'error'
}

/** What a handler is told to do before it is told how to end: block the event loop until a file exists. */
export interface Blocking extends WorkerMessage {
  readonly kind: 'block'
  readonly id: string
  readonly untilExists: string
  /** Ends in the same turn of the event loop. Otherwise it waits to be told how. */
  readonly thenBy?: Ending['by'] | undefined
}

const orders = new EventEmitter()
const nothing = new Int32Array(new SharedArrayBuffer(4))

onTold((message) => orders.emit(String(message['id']), message))

/** A route that tells the test of each run's start and end, and does what the test tells it. */
export const toldHandler: Route = async (webhook, answer) => {
  const { id, attempt, fence, receivedAt } = webhook
  webhook.signal.addEventListener('abort', () => {
    tell({ kind: 'aborted', id, attempt, fence })
  })
  let order = nextOrder(id)
  tell({ kind: 'start', id, attempt, fence, receivedAt })
  let by: Ending['by'] | undefined
  while (by === undefined) {
    const told = await order
    order = nextOrder(id)
    if (told.kind === 'end') by = told.by
    else by = block(told)
  }
  tell({ kind: 'end', id, attempt, fence, by })
  if (by === 'error') throw new Error('as it was told')
  answer.status(204)
}

async function nextOrder(id: string): Promise<Ending | Blocking> {
  const [order] = (await once(orders, id)) as [Ending | Blocking]
  return order
}

function block({ untilExists, thenBy }: Blocking): Ending['by'] | undefined {
  while (!existsSync(untilExists)) Atomics.wait(nothing, 0, 0, 5)
  return thenBy
}
