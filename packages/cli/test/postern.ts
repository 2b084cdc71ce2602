import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import type { RequestListener } from 'node:http'
import { run } from '@postern/cli'
import { onCleanUp } from '@postern/testing/clean-up'
import { listen } from '@postern/testing/listen'

export const secret = 'whsec_cG9zdGVybi1leGFtcGxlLXNlY3JldA=='

export interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Setting {
  readonly stdin?: string | Buffer
  readonly env?: Record<string, string>
  readonly hasColors?: boolean
}

/** Runs the program in this process. */
export async function postern(
  args: readonly string[],
  { stdin, env = { WEBHOOK_SECRET: secret }, hasColors = false }: Setting = {},
): Promise<Ended> {
  let out = ''
  let err = ''
  const code = await run(args, {
    stdin: stdin === undefined ? new PassThrough().end() : Readable.from([Buffer.from(stdin as string)]),
    stdinIsTerminal: stdin === undefined,
    env,
    hasColors,
    untilStopped: () => Promise.resolve(),
    write: (text) => (out += text),
    writeError: (text) => (err += text),
  })
  return { code, out, err }
}

const root = join(__dirname, '../../..')

/** Starts the program as a process of its own. */
export function start(args: readonly string[], env: Record<string, string> = { WEBHOOK_SECRET: secret }) {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', 'tsx', join(root, 'packages/cli/src/bin.ts'), ...args],
    {
      cwd: root,
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'pipe',
    },
  )
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = once(child, 'close').then(([code]): Ended => ({ code: Number(code), out, err }))
  return {
    child,
    ended,
    async printed(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const found = pattern.exec(out)
        if (found !== null) return found
        if (child.exitCode !== null) throw new Error(`It ended before: ${err}`)
        await Promise.race([once(child.stdout, 'data'), ended])
      }
    },
  }
}

/** Serves on loopback until the test ends, and gives the URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = await listen(listener)
  onCleanUp(() => server.close())
  return `http://127.0.0.1:${String(server.port)}/`
}

/** A URL of loopback at which nobody listens any more. */
export async function deadUrl(): Promise<string> {
  const server = await listen(() => undefined)
  await server.close()
  return `http://127.0.0.1:${String(server.port)}/`
}
