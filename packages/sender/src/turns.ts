/** When a delivery falls due. */
export interface Turn {
  readonly key: string
  readonly dueAt: number
}

interface Entry extends Turn {
  readonly number: number
}

/** Turns in the order in which they fall due, and were added: a binary heap, as there may be very many. */
export class Turns {
  readonly #entries: Entry[] = []
  #added = 0

  /** The turn that falls due first. */
  get first(): Turn | undefined {
    return this.#entries[0]
  }

  add({ key, dueAt }: Turn): void {
    this.#added += 1
    const entry = { key, dueAt, number: this.#added }
    let index = this.#entries.length
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = this.#entries[above]
      if (parent === undefined || isBefore(parent, entry)) break
      this.#entries[index] = parent
      index = above
    }
    this.#entries[index] = entry
  }

  removeFirst(): void {
    const entry = this.#entries.pop()
    if (entry === undefined || this.#entries.length === 0) return
    let index = 0
    for (let next = this.#earlierBelow(index); ; next = this.#earlierBelow(index)) {
      const child = this.#entries[next]
      if (child === undefined || isBefore(entry, child)) break
      this.#entries[index] = child
      index = next
    }
    this.#entries[index] = entry
  }

  #earlierBelow(index: number): number {
    const [left, right] = [this.#entries[2 * index + 1], this.#entries[2 * index + 2]]
    const isRight = left !== undefined && right !== undefined && isBefore(right, left)
    return 2 * index + (isRight ? 2 : 1)
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.number < other.number)
}
