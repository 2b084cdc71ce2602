interface Waiting<Request, Reply> {
  readonly request: Request
  readonly resolve: (reply: Reply) => void
  readonly reject: (error: Error) => void
}

/** How a group is divided into calls. */
export interface Division {
  /** How many may share a call. */
  batchLimit(tag: string): number
  /** Whether requests whose shared call failed should be asked again, each alone. */
  shouldSplit(tag: string, error: unknown): boolean
}

/**
 * Collects what is asked in one turn of the event loop, and asks it together: one call for each hash tag, in the
 * order of arrival. A call that is full goes at once, so that Redis works while the turn goes on.
 */
export class GroupCommit<Request, Reply> {
  #turn = new Map<string, Waiting<Request, Reply>[]>()
  #isScheduled = false

  /** @param ask - gives one reply for each request, in their order: an `Error` for one that failed by itself */
  constructor(
    private readonly division: Division,
    private readonly ask: (tag: string, requests: readonly Request[]) => Promise<(Reply | Error)[]>,
  ) {}

  add(tag: string, request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const group = this.#group(tag)
      group.push({ request, resolve, reject })
      if (group.length < this.division.batchLimit(tag)) return
      this.#turn.delete(tag)
      void this.#send(tag, group)
    })
  }

  #group(tag: string): Waiting<Request, Reply>[] {
    const known = this.#turn.get(tag)
    if (known !== undefined) return known
    if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(() => {
        this.#flush()
      })
    }
    const group: Waiting<Request, Reply>[] = []
    this.#turn.set(tag, group)
    return group
  }

  #flush(): void {
    const turn = this.#turn
    this.#turn = new Map()
    this.#isScheduled = false
    for (const [tag, group] of turn) {
      const limit = this.division.batchLimit(tag)
      for (let start = 0; start < group.length; start += limit) {
        void this.#send(tag, group.slice(start, start + limit))
      }
    }
  }

  async #send(tag: string, batch: Waiting<Request, Reply>[]): Promise<void> {
    let replies: (Reply | Error)[]
    try {
      replies = await this.ask(
        tag,
        batch.map(({ request }) => request),
      )
    } catch (error) {
      if (batch.length > 1 && this.division.shouldSplit(tag, error)) {
        for (const waiting of batch) void this.#send(tag, [waiting])
        return
      }
      // An error for each, as each caller may add to its own.
      for (const { reject } of batch) reject(new Error((error as Error).message, { cause: error }))
      return
    }
    for (const [index, { resolve, reject }] of batch.entries()) {
      const reply = replies[index] ?? new Error('Redis gave fewer replies than were asked for.')
      if (reply instanceof Error) reject(reply)
      else resolve(reply)
    }
  }
}
