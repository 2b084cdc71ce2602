#!/usr/bin/env node
import { exitCode } from './exit-code.js'
import { run } from './run.js'
import { wantsColors } from './terminal.js'

// The reader went away, as `head` does.
process.stdout.on('error', () => process.exit(exitCode.ok))

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
