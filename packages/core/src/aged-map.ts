interface Entry<Value> {
  readonly key: string
  readonly value: Value
  older: Entry<Value> | undefined
  newer: Entry<Value> | undefined
}

/**
 * A map that gives its entries from the one that was set longest ago. A `Map` does so too, but walks over all that was
 * deleted before: of one that is full, and loses its oldest entry for each new one, that is half of its size each time.
 */
export class AgedMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>()
  #oldest: Entry<Value> | undefined
  #newest: Entry<Value> | undefined

  get size(): number {
    return this.#entries.size
  }

  get oldest(): { readonly key: string; readonly value: Value } | undefined {
    return this.#oldest
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value
  }

  /** Sets an entry, which is the newest then, also if there was one. */
  set(key: string, value: Value): void {
    this.delete(key)
    const entry = { key, value, older: this.#newest, newer: undefined }
    if (this.#newest === undefined) this.#oldest = entry
    else this.#newest.newer = entry
    this.#newest = entry
    this.#entries.set(key, entry)
  }

  /** Tells whether there was one. */
  delete(key: string): boolean {
    const entry = this.#entries.get(key)
    if (entry === undefined) return false
    const { older, newer } = entry
    if (older === undefined) this.#oldest = newer
    else older.newer = newer
    if (newer === undefined) this.#newest = older
    else newer.older = older
    return this.#entries.delete(key)
  }

  /** From the oldest on. The one that it is at may be deleted meanwhile. */
  *[Symbol.iterator](): Generator<readonly [string, Value]> {
    for (let entry = this.#oldest; entry !== undefined; entry = entry.newer) yield [entry.key, entry.value]
  }
}
