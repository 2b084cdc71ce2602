import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Watchdog } from './watchdog.js'
import type { WorkerMessage } from './worker.js'

/** How to start a worker. */
export interface WorkerOptions {
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** What `workerArgument()` gives in the worker, sent as JSON. */
  readonly argument?: unknown
}

/** How a worker ended. */
export interface WorkerExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const root = join(import.meta.dirname, '../../..')

/** A process of its own that runs a fixture. */
export class WorkerProcess {
  readonly pid: number
  /** All that it told so far. */
  readonly messages: readonly WorkerMessage[]
  /** Resolves when it has ended, and all that it told and wrote has come. */
  readonly exited: Promise<WorkerExit>
  readonly #child: ChildProcess
  readonly #watchdog = new Watchdog()
  readonly #unread: WorkerMessage[] = []
  #exit: WorkerExit | undefined
  #output = ''

  /** @param file - the fixture's absolute path */
  constructor(file: string, { env = {}, argument = null }: WorkerOptions) {
    const child = fork(file, [JSON.stringify(argument)], {
      // tsx finds the tsconfig.json there, whose `paths` lead to the sources of the packages.
      cwd: root,
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#watchdog.watch(child)
    const messages: WorkerMessage[] = []
    child.on('message', (message: WorkerMessage) => {
      messages.push(message)
      this.#unread.push(message)
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
    this.pid = child.pid ?? Number.NaN
    this.messages = messages
    this.exited = this.#end(Promise.all([once(child, 'close'), once(child, 'disconnect')]))
    this.#child = child
  }

  /** What it wrote to its standard output and error. */
  get output(): string {
    return this.#output
  }

  /** Sends a message, which a worker that has ended does not get. */
  send(message: WorkerMessage): void {
    this.#child.send(message, () => undefined)
  }

  /** Waits for a message, by kind or predicate; of those that came before, the first that no other call has given. */
  async next(wanted: string | ((message: WorkerMessage) => boolean)): Promise<WorkerMessage> {
    const isWanted = typeof wanted === 'string' ? ({ kind }: WorkerMessage) => kind === wanted : wanted
    for (;;) {
      const index = this.#unread.findIndex(isWanted)
      const [message] = index === -1 ? [] : this.#unread.splice(index, 1)
      if (message !== undefined) return message
      if (this.#exit !== undefined) throw this.#endedError()
      await Promise.race([once(this.#child, 'message'), this.exited])
    }
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#child.kill(signal)
  }

  async dispose(): Promise<void> {
    this.kill()
    await this.exited
  }

  async #end(ended: Promise<[close: unknown[], disconnect: unknown[]]>): Promise<WorkerExit> {
    const [[code, signal]] = await ended
    this.#exit = { code, signal } as WorkerExit
    this.#watchdog.dismiss()
    return this.#exit
  }

  #endedError(): Error {
    const { code, signal } = this.#exit ?? {}
    return new Error(`The worker ended with ${signal ?? `code ${code}`}. It wrote:\n${this.#output}`)
  }
}

/**
 * Runs a TypeScript file in a process of its own, on the sources of the packages, until it tells that it is ready.
 * @param file - an absolute path
 * @returns the worker, and the message of kind `ready`
 */
export async function startWorker(
  file: string,
  options: WorkerOptions = {},
): Promise<WorkerProcess & { readonly ready: WorkerMessage }> {
  const worker = new WorkerProcess(file, options)
  try {
    return Object.assign(worker, { ready: await worker.next('ready') })
  } catch (error) {
    await worker.dispose()
    throw error
  }
}
