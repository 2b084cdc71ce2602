import type { Script } from './scripts/script.js'

/** Sends a command to the server that holds `key`. */
type Send<Reply> = (command: string[], key: string) => Promise<Reply>

/** Calls scripts by their SHA-1, and sends the source to a server that does not know it. */
export class ScriptCalls {
  #knowsFlags = true

  async call<Reply>(
    send: Send<Reply>,
    script: Script,
    keys: readonly [string, ...string[]],
    parameters: readonly string[],
  ): Promise<Reply> {
    const { sha1, source, plain } = this.#knowsFlags ? script : (script.plain ?? script)
    const [key] = keys
    const rest = [String(keys.length), ...keys, ...parameters]
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
    return this.call(send, plain, keys, parameters)
  }
}

// By duck: jest's realms and the clients' own classes differ.
function isError(error: unknown, pattern: RegExp): boolean {
  return pattern.test((error as Error).message)
}
