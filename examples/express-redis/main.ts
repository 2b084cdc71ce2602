// Receives Standard Webhooks in two processes behind one port, which share their deliveries through Redis.
// WEBHOOK_SECRET is the secret that the sender shows, REDIS_URL where Redis is: that of compose.yaml unless set.
import cluster from 'node:cluster'
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { ReceptionEvent, SettlementEvent } from '@postern/core'
import { standardWebhooks, verifyWebhook } from '@postern/express'
import { redisStore } from '@postern/redis'
import express from 'express'

const { WEBHOOK_SECRET = '', REDIS_URL = 'redis://127.0.0.1:6379', PORT = '3000' } = process.env

// Here, so that a missing secret ends the program and not one worker after the other.
const scheme = standardWebhooks({ secrets: WEBHOOK_SECRET })

if (cluster.isPrimary) keepWorkers(2)
else receiveWebhooks()

/** Forks processes that share the port, and another one for each that dies. */
function keepWorkers(count: number): void {
  let isStopping = false

  function fork(): void {
    if (!isStopping) cluster.fork()
  }

  cluster.on('listening', ({ process: { pid = 0 } }, { port }) => {
    console.log(`${pid} listens on http://localhost:${port}`)
  })
  cluster.on('exit', ({ process: { pid = 0 } }, code, signal) => {
    console.log(`${pid} ended with ${signal || code}`)
    // Not at once: one that cannot start would be forked again without a pause. What it left is taken over.
    if (!isStopping) setTimeout(fork, 500)
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      isStopping = true
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM')
    })
  }
  for (let index = 0; index < count; index += 1) fork()
}

function receiveWebhooks(): void {
  const { pid } = process
  const store = redisStore(REDIS_URL)
  let running = 0

  // What happened, and nothing of what was sent.
  subscribe('postern:reception', (message) => {
    const { outcome, id = '', code = '' } = message as ReceptionEvent
    if (outcome === 'admitted') running += 1
    console.log(`${pid} ${outcome} ${id} ${code}`.trimEnd())
  })
  subscribe('postern:settlement', (message) => {
    const { outcome, id, attempt } = message as SettlementEvent
    running -= 1
    console.log(`${pid} ${outcome} ${id} attempt ${attempt}`)
  })

  const app = express()
  app.post('/webhooks', verifyWebhook({ scheme, store }), (_req, res) => {
    // Work that takes longer than the sender waits goes to a queue here, under the event id.
    res.sendStatus(204)
  })
  const server = app.listen(Number(PORT))

  async function stop(): Promise<void> {
    // Leases that are left then lapse, and the senders' next attempts run.
    setTimeout(() => process.exit(1), 10_000).unref()
    const closed = once(server, 'close')
    server.close()
    // Connections that were busy and are kept alive.
    setInterval(() => {
      server.closeIdleConnections()
    }, 100).unref()
    await closed
    while (running > 0) await delay(20)
    await store.close()
    cluster.worker?.disconnect()
  }

  let stopping: Promise<void> | undefined
  process.on('SIGTERM', () => {
    stopping ??= stop()
  })
  // Ctrl-C reaches every process of the terminal. The primary passes it on, as SIGTERM.
  process.on('SIGINT', () => undefined)
}
