import type { KeyAlgorithm } from './key-algorithm.js'
import type { Key } from './key-ring.js'

/** Keys that are published somewhere, and fetched when they are needed. */
export abstract class RemoteKeys {
  /**
   * Gives the keys that there are, fetched anew when this `kid` is not among them.
   * @param algorithms - those that keys are wanted for
   * @internal
   */
  abstract keysFor(kid: string | undefined, algorithms?: readonly KeyAlgorithm[]): Promise<readonly Key[]>
}
