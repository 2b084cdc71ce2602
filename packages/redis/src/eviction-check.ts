import type { RedisConnection } from './connection.js'
import { withDeadline } from './deadline.js'
import { askHealth, keepsEverything } from './health.js'

const lookAgainAfterMs = 250

/** Looks whether Redis would drop deliveries when its memory is used up, until it has once found out. */
export class EvictionCheck {
  #isDone = false
  #lookedAt = -Infinity
  #look: Promise<void> = Promise.resolve()

  constructor(
    private readonly connection: RedisConnection,
    private readonly deadlineMs: number,
    private readonly strict: boolean,
  ) {
    // The client may not be connected yet. Then a claim looks again.
    this.#lookNow()
  }

  /**
   * To be called before a claim: undefined when there is nothing to wait for.
   * @throws Error, later, when `strict` and Redis evicts or could not be asked
   */
  beforeClaim(): Promise<void> | undefined {
    if (this.#isDone) return undefined
    if (performance.now() >= this.#lookedAt + lookAgainAfterMs) this.#lookNow()
    return this.strict ? this.#look : undefined
  }

  #lookNow(): void {
    this.#lookedAt = performance.now()
    this.#look = this.#ask()
    this.#look.catch(() => undefined)
  }

  async #ask(): Promise<void> {
    const { masters } = await withDeadline(askHealth(this.connection), this.deadlineMs).catch(
      (error: unknown) => {
        throw new Error(
          "redisStore: 'strict' is set, and Redis could not be asked for its maxmemory-policy.",
          {
            cause: error,
          },
        )
      },
    )
    const evicting = masters.find((master) => !keepsEverything(master))
    if (evicting === undefined) {
      this.#isDone = true
      return
    }
    const message = `redisStore: the maxmemory-policy of Redis is ${evicting.maxmemoryPolicy}, so that it may forget deliveries, whose repeats then run again. Set it to noeviction.`
    if (this.strict) throw new Error(`${message} No delivery is taken until then, as 'strict' is set.`)
    this.#isDone = true
    process.emitWarning(message, { code: 'POSTERN_REDIS_EVICTS' })
  }
}
