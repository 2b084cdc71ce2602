/** The URLs that nothing is sent to any more. */
export class DisabledUrls {
  readonly #urls = new Set<string>()

  /** @param url - as `DestinationGuard.parse` gives it */
  has(url: string): boolean {
    return this.#urls.has(url)
  }

  add(url: string): void {
    this.#urls.add(url)
  }

  delete(url: string): boolean {
    return this.#urls.delete(url)
  }
}
