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
 * order of arrival.
 */
export class GroupCommit<Request, Reply> {
  #turn = new Map<string, Waiting<Request, Reply>[]>()

  /** @param ask - gives one reply for each request, in their order: an `Error` for one that failed by itself */
  constructor(
    private readonly division: Division,
    private readonly ask: (tag: string, requests: readonly Request[]) => Promise<(Reply | Error)[]>,
  ) {}

  add(tag: string, request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#turn.size === 0) {
        setImmediate(() => {
          this.#flush()
        })
      }
      const waiting = { request, resolve, reject }
      const group = this.#turn.get(tag)
      if (group === undefined) this.#turn.set(tag, [waiting])
      else group.push(waiting)
    })
  }

  #flush(): void {
    const turn = this.#turn
    this.#turn = new Map()
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
