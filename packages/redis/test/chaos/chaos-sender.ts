import { setTimeout as delay } from 'node:timers/promises'
import { type AnswerKind, attempt, isAcknowledgement, type Target } from './attempt.js'
import { Random } from './random.js'

const eventsUnderway = 64

/**
 * Sends events as providers do: each until it is acknowledged, some by several attempts at once, with timeouts that
 * may be shorter than the handler takes, and some once more after they were acknowledged.
 */
export class ChaosSender {
  /** Of every event that was sent, when the first 2xx was seen. */
  readonly acknowledgements = new Map<string, number | undefined>()
  readonly answers = new Map<AnswerKind, number>()
  attempts = 0
  acknowledged = 0
  repeats = 0
  readonly #underway = new Set<Promise<void>>()
  #isStopped = false
  #isAbandoned = false

  /** @param pickTarget - gives a worker that lives, `undefined` when there is none */
  constructor(
    private readonly seed: number,
    private readonly pickTarget: (random: Random) => Target | undefined,
  ) {}

  start(): void {
    for (let lane = 0; lane < eventsUnderway; lane += 1) this.#track(this.#sendEvents())
  }

  /** Sends no new events. */
  stop(): void {
    this.#isStopped = true
  }

  /** Waits until what was sent is acknowledged, or until the deadline. */
  async drain(deadlineMs: number): Promise<void> {
    const deadline = performance.now() + deadlineMs
    while (this.#underway.size > 0 && performance.now() < deadline) {
      await Promise.race([Promise.all(this.#underway), delay(100)])
    }
    this.#isAbandoned = true
    await Promise.all(this.#underway)
  }

  async #sendEvents(): Promise<void> {
    while (!this.#isStopped) {
      const id = `evt_${this.seed}_${this.acknowledgements.size}`
      this.acknowledgements.set(id, undefined)
      const random = new Random('sender', id)
      await this.#deliver(id, random)
      if (random.chance(0.1)) this.#track(this.#repeat(id, random))
    }
  }

  async #repeat(id: string, random: Random): Promise<void> {
    await delay(random.between(0, 8000))
    this.repeats += 1
    await this.#deliver(id, random)
  }

  async #deliver(id: string, random: Random): Promise<void> {
    for (let backoffMs = 20; !this.#isAbandoned; backoffMs = Math.min(backoffMs * 2, 400)) {
      const copies = random.chance(0.05) ? random.pick([2, 3]) : 1
      const attempts = Array.from({ length: copies }, () => this.#attempt(id, random))
      if ((await Promise.all(attempts)).includes(true)) return
      await delay(backoffMs * random.between(0.5, 1.5))
    }
  }

  /** Tells whether it was acknowledged. */
  async #attempt(id: string, random: Random): Promise<boolean> {
    const timeoutMs = random.chance(0.1) ? random.between(1, 20) : random.between(300, 800)
    const target = this.pickTarget(random)
    if (target === undefined) return false
    this.attempts += 1
    const answer = await attempt(target, id, timeoutMs)
    this.answers.set(answer.kind, (this.answers.get(answer.kind) ?? 0) + 1)
    if (!isAcknowledgement(answer)) return false
    if (this.acknowledgements.get(id) === undefined) {
      this.acknowledgements.set(id, answer.at)
      this.acknowledged += 1
    }
    return true
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#underway.delete(tracked))
    this.#underway.add(tracked)
  }
}
