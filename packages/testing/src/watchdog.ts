import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'

// Each line is the id of the process to kill, or empty. `read` fails when the other end of the pipe closes, as it does
// also when this process is killed.
const script =
  'while read -r id; do last=$id; done; [ -z "$last" ] || kill -KILL "$last"; [ -z "$1" ] || rm -rf "$1"'

/** Ends a child, and removes its folder, when this process has ended, however it did. */
export class Watchdog {
  readonly #process: ChildProcess
  readonly #pipe: Socket

  constructor(folder = '') {
    this.#process = spawn('sh', ['-c', script, 'watchdog', folder], {
      // An interrupt from the terminal goes to this process's group, and is not for it.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#process.unref()
    this.#pipe = this.#process.stdin as unknown as Socket
    this.#pipe.on('error', () => undefined).unref()
  }

  /** Takes on a child, until it ends by itself. */
  watch(child: ChildProcess): void {
    this.#pipe.write(`${child.pid ?? ''}\n`)
    child.once('exit', () => this.#pipe.write('\n'))
  }

  /** Is done: nothing is left to end or remove. */
  dismiss(): void {
    this.#process.kill('SIGKILL')
  }
}
