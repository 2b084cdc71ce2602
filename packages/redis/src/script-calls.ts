import type { RedisConnection, Replicated } from './connection.js'
import type { Script } from './scripts/script.js'

/** What a script is called with. */
export interface ScriptInput {
  readonly keys: readonly [string, ...string[]]
  readonly parameter: string
}

/** Calls scripts by their SHA-1, and sends the source to a server that does not know it. */
export class ScriptCalls {
  #knowsFlags = true

  constructor(private readonly connection: RedisConnection) {}

  call(script: Script, input: ScriptInput): Promise<unknown> {
    return this.#send(script, input, (command, key) => this.connection.send(command, key))
  }

  /** Also waits until the replicas have what was written, and tells how many have. */
  callAndWait(script: Script, input: ScriptInput, replicas: number, waitMs: number): Promise<Replicated> {
    return this.#send(script, input, (command, key) =>
      this.connection.sendAndWait(command, key, replicas, waitMs),
    )
  }

  async #send<Reply>(
    script: Script,
    input: ScriptInput,
    send: (command: readonly string[], key: string) => Promise<Reply>,
  ): Promise<Reply> {
    const { sha1, source, plain } = this.#knowsFlags ? script : (script.plain ?? script)
    const { keys, parameter } = input
    const [key] = keys
    const rest = [String(keys.length), ...keys, parameter]
    try {
      return await send(['EVALSHA', sha1, ...rest], key)
    } catch (error) {
      if (!isError(error, /^NOSCRIPT/)) throw error
    }
    try {
      return await send(['EVAL', source, ...rest], key)
    } catch (error) {
      if (plain === undefined || !isError(error, /unexpected symbol near '#'/)) throw error
    }
    this.#knowsFlags = false
    return this.#send(plain, input, send)
  }
}

// By duck: jest's realms and the clients' own classes differ.
function isError(error: unknown, pattern: RegExp): boolean {
  return pattern.test((error as Error).message)
}
