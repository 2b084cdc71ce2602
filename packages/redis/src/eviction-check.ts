import type { RedisConnection } from './connection.js'
import { withDeadline } from './deadline.js'
import { askHealth, keepsEverything } from './health.js'

/** Looks once whether Redis would drop deliveries when its memory is used up. */
export class EvictionCheck {
  #isDone = false
  #underway: Promise<void> | undefined

  constructor(
    private readonly connection: RedisConnection,
    private readonly deadlineMs: number,
    private readonly strict: boolean,
  ) {
    // The client may not be connected yet. Then the first claim looks.
    this.#look().catch(() => undefined)
  }

  /**
   * To be called before a claim: undefined when there is nothing to wait for.
   * @throws Error, later, when `strict` and Redis evicts or could not be asked
   */
  beforeClaim(): Promise<void> | undefined {
    if (this.#isDone) return undefined
    const look = this.#look()
    if (this.strict) return look
    look.catch(() => undefined)
    return undefined
  }

  #look(): Promise<void> {
    this.#underway ??= this.#ask().finally(() => {
      this.#underway = undefined
    })
    return this.#underway
  }

  async #ask(): Promise<void> {
    const { masters } = await withDeadline(askHealth(this.connection), this.deadlineMs)
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
