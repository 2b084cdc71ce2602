import { readFile } from 'node:fs/promises'
import { UnreadableError, UsageError } from './failures.js'
import type { Terminal } from './terminal.js'

/** More than any provider sends. */
const mostBytes = 64 * 1024 * 1024

/** Reads a file, or stdin for `-` and for none. */
export async function readInput(path: string | undefined, what: string, terminal: Terminal): Promise<Buffer> {
  if (path !== undefined && path !== '-') return readNamedFile(path)
  if (path === undefined && terminal.stdinIsTerminal)
    throw new UsageError(`Name the file of the ${what}, or pipe it in. '-' reads what you type.`)
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of terminal.stdin) {
      const bytes = Buffer.from(chunk as Uint8Array)
      length += bytes.length
      if (length > mostBytes) throw new UnreadableError('stdin has more than 64 MiB.')
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    throw new UnreadableError('stdin could not be read.')
  }
  return Buffer.concat(chunks)
}

/** Reads a file that an option names. */
export async function readNamedFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UnreadableError(`${path} could not be read (${code ?? 'unknown error'}).`)
  }
}
