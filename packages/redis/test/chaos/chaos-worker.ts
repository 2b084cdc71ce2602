import { subscribe } from 'node:diagnostics_channel'
import type { SettlementEvent, Webhook } from '@postern/core'
import { redisStore } from '@postern/redis'
import { eventually } from '@postern/testing/eventually'
import { expressFramework } from '@postern/testing/express-framework'
import { fastifyFramework } from '@postern/testing/fastify-framework'
import type { App } from '@postern/testing/framework'
import { scheme } from '@postern/testing/sender'
import { onTold, tell, workerArgument } from '@postern/testing/worker'
import express from 'express5'
import { behave, behaviourOf, leaseMs } from './behaviour.js'
import { Ledger } from './ledger.js'
import { monotonicMs } from './monotonic-ms.js'
import { notingStore } from './noting-store.js'

/** What a worker of the chaos run is told to be. */
export interface ChaosWorkerSettings {
  readonly redisUrl: string
  readonly ledger: string
  /** `handleWebhook` of Fastify, or `verifyWebhook` of Express in front of a route. */
  readonly framework: 'Fastify' | 'Express'
}

const settings = workerArgument() as ChaosWorkerSettings
const ledger = new Ledger(settings.ledger)
/** The runs that are under way or not settled yet, by event and fence. */
const unsettled = new Set<string>()
let turnAt = monotonicMs()
setInterval(() => {
  turnAt = monotonicMs()
}, 10)

subscribe('postern:settlement', (event) => {
  const { id, fence, outcome } = event as SettlementEvent
  ledger.note({ kind: 'settled', id, fence, outcome, at: monotonicMs() })
  unsettled.delete(`${id} ${fence}`)
})

async function handle(webhook: Webhook): Promise<void> {
  const { id, fence, attempt } = webhook
  unsettled.add(`${id} ${fence}`)
  ledger.note({ kind: 'started', id, fence, attempt, turnAt, at: monotonicMs() })
  try {
    await behave(behaviourOf(id, attempt), webhook)
  } catch (error) {
    ledger.note({ kind: 'ended', id, fence, by: 'failure', at: monotonicMs() })
    throw error
  }
  ledger.note({ kind: 'ended', id, fence, by: 'success', at: monotonicMs() })
}

const options = { scheme, leaseMs, store: notingStore(redisStore(settings.redisUrl), ledger) }
const app: App =
  settings.framework === 'Fastify'
    ? { options, handler: handle }
    : {
        options,
        async route(webhook, answer) {
          await handle(webhook)
          answer.status(204)
        },
      }
const framework = settings.framework === 'Fastify' ? fastifyFramework : expressFramework('Express 5', express)
const server = await framework.listen(app)

onTold(async () => {
  const isAtRest = () => unsettled.size === 0
  await eventually('every run is settled', isAtRest)
  await server.close()
  await eventually('every run is settled', isAtRest)
  tell({ kind: 'at rest' })
})
tell({ kind: 'ready', url: `http://127.0.0.1:${server.port}/webhook`, now: monotonicMs() })
