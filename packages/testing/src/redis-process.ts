import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { provideRedis } from './redis-binary.js'
import type { Watchdog } from './watchdog.js'

let binary: string | undefined

/** One run of the server, in a folder that has its `redis.conf`. */
export class RedisProcess {
  readonly #folder: string
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  constructor(folder: string, watchdog: Watchdog, mode: readonly '--sentinel'[] = []) {
    binary ??= provideRedis()
    const log = openSync(join(folder, 'log'), 'a')
    this.#folder = folder
    this.#child = spawn(binary, [join(folder, 'redis.conf'), ...mode], {
      cwd: folder,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.#exited = once(this.#child, 'exit')
    watchdog.watch(this.#child)
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN
  }

  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Sends a signal that ends it, and waits for the end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.signal(signal)
    await this.#exited
  }

  /** All that the server has written, also in earlier runs in this folder. */
  log(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8').trim()
  }
}
