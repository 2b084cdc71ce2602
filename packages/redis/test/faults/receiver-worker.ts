import './shift-clock.js'
import { subscribe } from 'node:diagnostics_channel'
import type { ReceptionEvent, SettlementEvent, VerifyWebhookOptions } from '@postern/core'
import { redisStore, type RedisStoreOptions } from '@postern/redis'
import { frameworks } from '@postern/testing/frameworks'
import { scheme } from '@postern/testing/sender'
import { tell, workerArgument } from '@postern/testing/worker'
import { type HangingPoint, hangingStore } from './hanging-store.js'
import { toldHandler } from './told-handler.js'

/** What a receiver is told to be. */
export interface ReceiverSettings {
  readonly redisUrl: string
  /** How many servers it has, each with a store and a connection to Redis of its own. @defaultValue 1 */
  readonly servers?: number
  readonly options?: Pick<VerifyWebhookOptions, 'leaseMs' | 'rateLimit' | 'toleranceMs'>
  readonly storeOptions?: RedisStoreOptions
  readonly hangs?: HangingPoint
}

const { redisUrl, servers = 1, options, storeOptions, hangs } = workerArgument() as ReceiverSettings
const express = frameworks.find(({ name }) => name === 'Express 5')!

async function serve(): Promise<string> {
  const own = redisStore(redisUrl, storeOptions)
  const store = hangs === undefined ? own : hangingStore(own, hangs)
  const { port } = await express.listen({ options: { scheme, store, ...options }, route: toldHandler })
  return `http://127.0.0.1:${port}/webhook`
}

subscribe('postern:reception', (event) => {
  const reception = event as ReceptionEvent
  if (reception.outcome === 'admitted') tell({ kind: 'admitted', ...reception })
})
subscribe('postern:settlement', (event) => {
  tell({ kind: 'settled', ...(event as SettlementEvent) })
})
tell({ kind: 'ready', urls: await Promise.all(Array.from({ length: servers }, serve)) })
