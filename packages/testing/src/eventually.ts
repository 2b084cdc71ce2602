import { setTimeout as delay } from 'node:timers/promises'

/**
 * Asks again and again until the answer is true. What the question throws ends it.
 * @param what - completes the sentence "it did not come about that ..."
 */
export async function eventually(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  withinMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not come about in ${withinMs} ms that ${what}.`)
    await delay(10)
  }
}
