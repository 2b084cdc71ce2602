import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { UnreadableError, UsageError } from './failures.js'
import type { Terminal } from './terminal.js'

/** More than any provider sends. */
const mostBytes = 64 * 1024 * 1024

/** Reads a file, or stdin for `-` and for none. */
export async function readInput(path: string | undefined, what: string, terminal: Terminal): Promise<Buffer> {
  if (path !== undefined && path !== '-') return readNamedFile(path, path)
  if (path === undefined && terminal.stdinIsTerminal)
    throw new UsageError(`Name the file of the ${what}, or pipe it in. '-' reads what you type.`)
  return readAll(terminal.stdin, 'stdin')
}

/**
 * Reads a file that an option names.
 * @param name - what messages call it: a secret is easily given in the place of its file
 */
export function readNamedFile(path: string, name: string): Promise<Buffer> {
  return readAll(createReadStream(path), name)
}

async function readAll(stream: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk as Uint8Array)
      length += bytes.length
      if (length > mostBytes) throw new UnreadableError(`${name} has more than 64 MiB.`)
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new UnreadableError(`${name} could not be read (${code ?? 'unknown error'}).`)
  }
  return Buffer.concat(chunks)
}
