import { positive, refuseUnknown } from '../check-option.js'
import type { Key } from '../keys/key-ring.js'
import { fetchJson } from './fetch-json.js'
import type { KeyAlgorithm } from '../keys/key-algorithm.js'
import { RemoteKeys } from '../keys/remote-keys.js'
import { importJwks } from './import-jwks.js'
import { usualAlgorithms } from './jws-algorithm.js'

/** Options of {@link remoteJwks}. */
export interface RemoteJwksOptions {
  /** How long one fetch may take, in ms. @defaultValue 5000 */
  readonly timeoutMs?: number | undefined
  /**
   * How long after a fetch the next may begin, in ms, whatever became of the first: so strangers with made-up key ids
   * cannot make the receiver fetch at will. A new key may be refused for as long. @defaultValue 30 000
   */
  readonly cooldownMs?: number | undefined
  /** How large the set may be, in bytes. @defaultValue 100 000 */
  readonly maxBytes?: number | undefined
  /**
   * How long a set is used at most, in ms: a key that was taken out of it verifies for no longer. From half of it on
   * it is fetched anew, and the old one serves while that fails; a sender that writes no `kid` must publish a new key
   * as long before it signs with it. @defaultValue 600 000
   */
  readonly maxAgeMs?: number | undefined
}

interface Held {
  readonly keys: readonly Key[]
  readonly fetchedAt: number
}

/**
 * A JWK set at a URL. Made by {@link remoteJwks}.
 *
 * With a fetch of its own and not jose's createRemoteJWKSet: that imports keys with no look at their strength, limits no
 * size, and gives no list of keys to try for a JWS without a kid.
 */
export class RemoteJwks extends RemoteKeys {
  readonly #url: URL
  readonly #limits: Required<{ [Name in keyof RemoteJwksOptions]: number }>
  #held: Held | undefined
  #fetching: Promise<void> | undefined
  #attemptedAt = -Infinity
  #fault: Error | undefined
  #hasWarned = false

  /** @internal */
  constructor(url: URL, limits: Required<{ [Name in keyof RemoteJwksOptions]: number }>) {
    super()
    this.#url = url
    this.#limits = limits
  }

  /**
   * Gives the keys of the set, fetched anew when this `kid` is not among them and the cool-down is over.
   * @param algorithms - those that keys are wanted for; the message must not choose between several of one key
   * @throws Error when there is no set that is young enough
   * @internal
   */
  async keysFor(
    kid: string | undefined,
    algorithms: readonly KeyAlgorithm[] = usualAlgorithms,
  ): Promise<readonly Key[]> {
    const held = this.#usable()
    const hasKey = held !== undefined && (kid === undefined || held.keys.some((key) => key.kid === kid))
    if (!hasKey) await this.#refresh()
    else if (performance.now() - held.fetchedAt > this.#limits.maxAgeMs / 2) void this.#refresh()
    const { keys } = this.#usable() ?? {}
    if (keys === undefined)
      throw this.#fault ?? new Error(`remoteJwks: no set of ${this.#place} is younger than maxAgeMs.`)
    return keys.filter(({ algorithm }) => algorithms.includes(algorithm))
  }

  #usable(): Held | undefined {
    const { maxAgeMs } = this.#limits
    return this.#held !== undefined && performance.now() - this.#held.fetchedAt < maxAgeMs
      ? this.#held
      : undefined
  }

  /** Never rejects. Requests that come while it is fetching wait for the same answer. */
  #refresh(): Promise<void> {
    if (this.#fetching !== undefined) return this.#fetching
    if (performance.now() - this.#attemptedAt < this.#limits.cooldownMs) return Promise.resolve()
    this.#attemptedAt = performance.now()
    this.#fetching = this.#fetch().finally(() => {
      this.#fetching = undefined
    })
    return this.#fetching
  }

  async #fetch(): Promise<void> {
    // A key that was taken out meanwhile is as old as the question, not as the answer.
    const fetchedAt = performance.now()
    try {
      const { keys, faults } = await importJwks(await fetchJson(this.#url, this.#limits))
      this.#held = { keys, fetchedAt }
      this.#warn(faults)
    } catch (error) {
      this.#fault = new Error(`remoteJwks: ${this.#place} ${messageOf(error)}.`, { cause: error })
    }
  }

  #warn([fault]: readonly string[]): void {
    if (fault === undefined || this.#hasWarned) return
    this.#hasWarned = true
    process.emitWarning(`remoteJwks: ${this.#place}: ${fault} It is not used.`, { code: 'POSTERN_JWKS' })
  }

  // A query may be a secret.
  get #place(): string {
    return this.#url.origin + this.#url.pathname
  }
}

function messageOf(error: unknown): string {
  // What fetch throws: no connection, or a redirect.
  if (error instanceof TypeError || !(error instanceof Error)) return 'could not be fetched, or redirects'
  return error.message
}

const optionKeys = [
  'timeoutMs',
  'cooldownMs',
  'maxBytes',
  'maxAgeMs',
] as const satisfies readonly (keyof RemoteJwksOptions)[]

/**
 * Takes the keys of a sender from its JWK set: those for PS256, ES256 and EdDSA. Fetched when the first delivery comes,
 * from this URL alone; no message and no redirect leads elsewhere. Weak keys are left out, with one warning.
 * @param url - https; http only for this machine itself
 * @returns what to give {@link jwsDetached} as `keys`. While no set can be had, deliveries are refused with
 * {@link SecretsUnavailableError}, and senders try again
 * @throws TypeError for a URL or options that are wrong
 * @see RFC 7517, 5 (JWK sets); RFC 8725, 3.10 (keys from elsewhere)
 * @example
 * const keys = remoteJwks('https://sender.example/.well-known/jwks.json')
 * const receiver = createReceiver({ scheme: jwsDetached({ keys }), eventId: '$.id' })
 */
export function remoteJwks(url: string | URL, options: RemoteJwksOptions = {}): RemoteJwks {
  refuseUnknown(options, optionKeys, 'remoteJwks')
  const { timeoutMs = 5000, cooldownMs = 30_000, maxBytes = 100_000, maxAgeMs = 600_000 } = options
  // Else a set could lapse before it may be fetched again.
  if (cooldownMs > maxAgeMs / 2)
    throw new TypeError('remoteJwks: cooldownMs must be at most half of maxAgeMs.')
  return new RemoteJwks(checkUrl(url), {
    timeoutMs: positive(timeoutMs, 'remoteJwks: timeoutMs'),
    cooldownMs: positive(cooldownMs, 'remoteJwks: cooldownMs'),
    maxBytes: positive(maxBytes, 'remoteJwks: maxBytes'),
    maxAgeMs: positive(maxAgeMs, 'remoteJwks: maxAgeMs'),
  })
}

function checkUrl(text: string | URL): URL {
  if (!URL.canParse(String(text))) throw new TypeError('remoteJwks: the URL is none.')
  const url = new URL(text)
  const isLoopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback))
    throw new TypeError('remoteJwks: the URL must be https, or http of this machine itself.')
  if (url.username !== '' || url.password !== '')
    throw new TypeError('remoteJwks: the URL has a user or a password in it.')
  return url
}
