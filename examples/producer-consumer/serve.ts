import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { log } from './log.js'
import type { Settings } from './settings.js'

/** A program: what it serves, and how it lets go of what it has open. */
export interface Program {
  readonly app: Express
  readonly close: () => Promise<void> | void
}

/** Runs a program until SIGTERM or Ctrl-C: then no more connections are taken, and what runs ends. */
export async function serve(
  name: string,
  { host, port, tls }: Settings,
  { app, close }: Program,
): Promise<void> {
  // Express's signature has no promise, and its errors go to the error handler of the app.
  const listener = app as (...parameters: unknown[]) => void
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  server.listen(port, host)
  await once(server, 'listening')
  const { port: found } = server.address() as AddressInfo
  const shown = host.includes(':') ? `[${host}]` : host
  log(name, `listens on ${tls === undefined ? 'http' : 'https'}://${shown}:${found}`)

  function stop(): void {
    server.close(() => void close())
    server.closeIdleConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** Says why a program cannot start, in one line. */
export function refuseToStart(name: string, error: unknown): void {
  console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
