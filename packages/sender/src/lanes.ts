interface Lane {
  running: number
  readonly waiting: (() => Promise<void>)[]
}

/** Limits how many tasks of one host run at a time. The others wait in line. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>()
  readonly #width: number
  readonly #onRoom: () => void
  #running = 0

  /** @param onRoom - is called whenever a task has ended, and its room is free or taken by the next in line */
  constructor(width: number, onRoom: () => void) {
    this.#width = width
    this.#onRoom = onRoom
  }

  /** How many tasks run. Without any, none waits in line either. */
  get running(): number {
    return this.#running
  }

  /** The hosts that have no room. */
  full(): string[] {
    return [...this.#lanes].filter(([, { running }]) => running >= this.#width).map(([host]) => host)
  }

  /** Runs a task, which must not reject, as soon as there is room. */
  run(host: string, task: () => Promise<void>): void {
    const lane = this.#lanes.get(host) ?? { running: 0, waiting: [] }
    this.#lanes.set(host, lane)
    lane.waiting.push(task)
    this.#fill(host, lane)
  }

  #fill(host: string, lane: Lane): void {
    while (lane.running < this.#width) {
      const task = lane.waiting.shift()
      if (task === undefined) break
      lane.running += 1
      this.#running += 1
      void task().finally(() => {
        lane.running -= 1
        this.#running -= 1
        this.#fill(host, lane)
        this.#onRoom()
      })
    }
    if (lane.running === 0) this.#lanes.delete(host)
  }
}
