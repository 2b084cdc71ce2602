import type { Clock } from './clock.js'

/**
 * Looks at each of its members at an interval. One timer serves them all, and it stops at the first look
 * that finds no member, so that neither a member nor an idle receiver costs a timer.
 */
export class Sweep<Member> {
  readonly #members = new Set<Member>()
  #stop: (() => void) | undefined

  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly look: (member: Member, now: number) => void,
  ) {}

  add(member: Member): void {
    this.#members.add(member)
    this.#stop ??= this.clock.every(this.intervalMs, () => {
      this.#sweep()
    })
  }

  /** Tells whether it was a member. */
  delete(member: Member): boolean {
    return this.#members.delete(member)
  }

  #sweep(): void {
    if (this.#members.size === 0) {
      this.#stop?.()
      this.#stop = undefined
      return
    }
    const now = this.clock.now()
    for (const member of this.#members) this.look(member, now)
  }
}
