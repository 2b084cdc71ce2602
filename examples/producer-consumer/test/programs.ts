import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onCleanUp } from '@postern/testing/clean-up'

/** A program that runs in a process of its own. */
export interface RunningProgram {
  /** Where it listens. */
  readonly url: string
  /** All that it wrote, of either kind. */
  readonly lines: string[]
  readonly process: ChildProcess
  /** Ends it as Ctrl-C does, and gives its exit code. */
  readonly stop: () => Promise<number | null>
}

/** What was written, and how it ended. */
export interface Ended {
  readonly code: number | null
  readonly output: string
}

/** Programs of one test: their processes and databases go with it. */
export interface Programs {
  readonly folder: string
  readonly token: string
  readonly enrolmentToken: string
  readonly environment: Record<string, string>
  start(name: 'producer' | 'consumer', more?: Record<string, string>): Promise<RunningProgram>
  /** Runs a program, or the client with a command, to its end. */
  run(parameters: readonly string[], more?: Record<string, string>): Promise<Ended>
}

const examples = join(__dirname, '../..')

export function programs(): Programs {
  const folder = mkdtempSync(join(tmpdir(), 'producer-consumer-'))
  const running: ChildProcess[] = []
  const token = randomBytes(24).toString('hex')
  const enrolmentToken = randomBytes(24).toString('hex')
  const environment = {
    PRODUCER_PORT: '0',
    CONSUMER_PORT: '0',
    PRODUCER_DATABASE: join(folder, 'producer.db'),
    CONSUMER_DATABASE: join(folder, 'consumer.db'),
    PRODUCER_TOKEN: token,
    ENROLMENT_TOKEN: enrolmentToken,
    PRODUCER_STORAGE_KEY: randomBytes(32).toString('base64'),
    CONSUMER_STORAGE_KEY: randomBytes(32).toString('base64'),
  }

  onCleanUp(() => {
    for (const program of running) program.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  function launch(parameters: readonly string[], more: Record<string, string> = {}) {
    const [name = '', ...rest] = parameters
    const program = spawn(
      process.execPath,
      ['--import', 'tsx', '--no-warnings', `producer-consumer/${name}.ts`, ...rest],
      {
        cwd: examples,
        env: { ...process.env, ...environment, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    running.push(program)
    const lines: string[] = []
    createInterface(program.stdout).on('line', (line) => lines.push(line))
    createInterface(program.stderr).on('line', (line) => lines.push(line))
    return { program, lines, closed: once(program, 'close') as Promise<[number | null]> }
  }

  return {
    folder,
    token,
    enrolmentToken,
    environment,
    async start(name, more) {
      const { program, lines, closed } = launch([name], more)
      const url = await new Promise<string | undefined>((resolve) => {
        createInterface(program.stdout).on('line', (line) => {
          const found = /listens on (\S+)/.exec(line)?.[1]
          if (found !== undefined) resolve(found)
        })
        void closed.then(() => {
          resolve(undefined)
        })
      })
      if (url === undefined) throw new Error(`${name} ended before it listened: ${lines.join('\n')}`)
      return {
        url,
        lines,
        process: program,
        async stop() {
          program.kill('SIGTERM')
          return (await closed)[0]
        },
      }
    },
    async run(parameters, more) {
      const { lines, closed } = launch(parameters, more)
      const [code] = await closed
      return { code, output: lines.join('\n') }
    },
  }
}
