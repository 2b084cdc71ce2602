/** Runs what is asked of one name one after the other. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs `work` when all that was asked before has ended, well or not. */
  run<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    const result = (this.#last.get(name) ?? Promise.resolve()).then(work, work)
    this.#last.set(name, result)
    const forget = () => {
      if (this.#last.get(name) === result) this.#last.delete(name)
    }
    result.then(forget, forget)
    return result
  }
}
