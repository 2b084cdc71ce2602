import {
  type DueDeliveries,
  type DueRequest,
  memoryOutbox,
  type Outbox,
  type OutboxDelivery,
  type OutboxSettlement,
} from '@postern/sender'
import { turns } from './loop-under-test.js'

/** A memory outbox that is late: to be asked, to note, or to say that it has noted. */
export class LateOutbox implements Outbox {
  readonly #memory = memoryOutbox()
  readonly #late: (() => void)[] = []
  readonly #what: 'due' | 'settle' | 'reply' | undefined

  constructor(what?: 'due' | 'settle' | 'reply') {
    this.#what = what
  }

  put(delivery: OutboxDelivery): Promise<void> {
    return this.#memory.put(delivery)
  }

  async due(request: DueRequest): Promise<DueDeliveries> {
    if (this.#what === 'due') await this.#wait()
    return this.#memory.due(request)
  }

  async settle(key: string, settlement: OutboxSettlement): Promise<void> {
    if (this.#what === 'settle') await this.#wait()
    await this.#memory.settle(key, settlement)
    if (this.#what === 'reply') await this.#wait()
  }

  /** Lets what is late go on. */
  async goOn(): Promise<void> {
    for (const go of this.#late.splice(0)) go()
    await turns()
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#late.push(resolve)
    })
  }
}
