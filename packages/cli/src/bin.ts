#!/usr/bin/env node
import { exitCode } from './exit-code.js'
import { run } from './run.js'
import { wantsColors } from './terminal.js'

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // The reader went away, as `head` does: the verdict stands.
  if (code === 'EPIPE') process.exit()
  process.stderr.write(`postern: stdout could not be written (${code ?? 'unknown error'}).\n`)
  process.exit(exitCode.unreadable)
})
// Nobody is there to be told.
process.stderr.on('error', () => undefined)

void run(process.argv.slice(2), {
  stdin: process.stdin,
  stdinIsTerminal: process.stdin.isTTY,
  env: process.env,
  hasColors: wantsColors(process.stdout.isTTY, process.env),
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => {
          resolve()
        })
    }),
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
}).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const name = error instanceof Error ? error.name : 'an unknown error'
    process.stderr.write(`postern: it failed (${name}). This is a fault of the program: please report it.\n`)
    process.exitCode = 70
  },
)
