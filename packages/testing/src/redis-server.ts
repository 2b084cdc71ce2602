import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.js'
import { randomPort } from './random-port.js'
import { type CommandParameter, RedisCommands } from './redis-commands.js'
import { RedisProcess } from './redis-process.js'
import { Watchdog } from './watchdog.js'

/** Lines of `redis.conf`, by name: `save` is `'60 1'`, or `''` for none. */
export type RedisSettings = Readonly<Record<string, string>>

const defaults: RedisSettings = {
  bind: '127.0.0.1',
  'protected-mode': 'no',
  save: '',
  appendonly: 'no',
  loglevel: 'warning',
  // Replicas would wait for five seconds.
  'repl-diskless-sync-delay': '0',
}

/** A server of the test's own, on a port and in a folder of its own. */
export class RedisServer {
  readonly port: number
  readonly url: string
  readonly folder = mkdtempSync(join(tmpdir(), 'postern-redis-'))
  readonly #watchdog = new Watchdog(this.folder)
  readonly #commands: RedisCommands
  readonly #mode: readonly '--sentinel'[]
  #process: RedisProcess | undefined
  #paused = false

  /** Prepares a server, which does not run yet. */
  constructor(port: number, settings: RedisSettings) {
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
    this.#commands = new RedisCommands(port, settings['requirepass'])
    this.#mode = Object.keys(settings).some((name) => name.startsWith('sentinel ')) ? ['--sentinel'] : []
    const lines = Object.entries({ ...defaults, port: String(port), dir: `"${this.folder}"`, ...settings })
    const configuration = lines.map(([name, value]) => `${name} ${value === '' ? '""' : value}\n`)
    writeFileSync(join(this.folder, 'redis.conf'), configuration.join(''))
  }

  get pid(): number {
    return this.#process?.pid ?? Number.NaN
  }

  /** Whether it runs and is not paused. */
  get answers(): boolean {
    return this.#process?.runs === true && !this.#paused
  }

  /** Starts it, also again after `kill` or `stop` with what they left in its folder, and waits until it answers. */
  async start(): Promise<void> {
    if (this.#process?.runs === true) throw new Error(`The server on port ${this.port} runs already.`)
    const started = (this.#process = new RedisProcess(this.folder, this.#watchdog, this.#mode))
    try {
      await eventually(`the server answers on port ${this.port}`, () => this.#isUp(started))
    } catch (error) {
      throw new Error(`${String(error)}\n${started.log()}`, { cause: error })
    }
  }

  /** Sends a command over a connection that only this method uses. */
  command(name: string, ...parameters: CommandParameter[]): Promise<unknown> {
    return this.#commands.send(name, parameters)
  }

  /** Ends it by SIGKILL: what it has not written is lost. */
  async kill(): Promise<void> {
    await this.#process?.end('SIGKILL')
    this.#paused = false
    this.#commands.disconnect()
  }

  /** Ends it by SIGTERM: it writes what its settings ask for. */
  async stop(): Promise<void> {
    this.resume()
    await this.#process?.end('SIGTERM')
    this.#commands.disconnect()
  }

  /** Stands it still by SIGSTOP: connections stay, new ones are made, and nothing is answered. */
  pause(): void {
    this.#process?.signal('SIGSTOP')
    this.#paused = true
  }

  /** Goes on after `pause`, with what was sent meanwhile. */
  resume(): void {
    this.#process?.signal('SIGCONT')
    this.#paused = false
  }

  /** Ends it in whatever state it is, and removes its folder. */
  async dispose(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
    this.#watchdog.dismiss()
  }

  async #isUp(started: RedisProcess): Promise<boolean> {
    if (!started.runs) throw new Error(`The server on port ${this.port} ended.`)
    try {
      // Another server may have the port.
      const isOurs = String(await this.command('INFO', 'server')).includes(`process_id:${started.pid}\r`)
      return isOurs && (await this.command('PING')) === 'PONG'
    } catch {
      return false
    }
  }
}

/** Starts a server on a port that nobody has: without persistence, unless the settings ask for it. */
export async function startRedis({ settings = {} }: { settings?: RedisSettings } = {}): Promise<RedisServer> {
  for (let tries = 1; ; tries += 1) {
    const server = new RedisServer(randomPort(), settings)
    try {
      await server.start()
      return server
    } catch (error) {
      await server.dispose()
      if (tries === 10 || !/already in use/i.test(String(error))) throw error
    }
  }
}
