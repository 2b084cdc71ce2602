import { fermyon } from '@postern/core'
import { verifyWebhook } from '@postern/express'
import express, { type Express } from 'express'
import { z } from 'zod'
import { openDatabase } from '../database.js'
import { log } from '../log.js'
import type { Program } from '../serve.js'
import { handshakeRouter } from './handshake-router.js'
import { keyVault } from './key-vault.js'
import { answerProblems } from './problem.js'
import { SigningKey, signingKeyTables } from './signing-key.js'

/** What a consumer needs to know. */
export interface ConsumerOptions {
  /** A file, or `':memory:'`. */
  readonly database: string
  readonly storageSecret: Buffer
}

const toleranceMs = 300_000

/**
 * A delivery. The scheme signs neither an id nor a timestamp of its own: both are in the body, which it signs. Strict,
 * so that nothing else that was signed with the key is ever taken for a delivery.
 */
const delivery = z.strictObject({
  id: z.uuid(),
  event: z.string().max(255),
  data: z.string().max(2048),
  sentAt: z.int().refine((sentAt) => Math.abs(Date.now() - sentAt) <= toleranceMs),
})

/**
 * Makes a consumer that keeps the key of its first handshake, until the producer that has it replaces it.
 * @throws Error when the stored key does not open with `storageSecret`
 */
export function secureConsumer({ database: file, storageSecret }: ConsumerOptions): Program {
  const database = openDatabase(file, signingKeyTables)
  const signingKey = new SigningKey(database, keyVault(storageSecret, 'CONSUMER_STORAGE_KEY'))
  // Here, so that a wrong secret ends the program and not the first delivery.
  signingKey.current()

  const app = express().disable('x-powered-by')
  app.use('/target', handshakeRouter(signingKey))
  addDeliveries(app, signingKey)
  app.use(answerProblems('consumer'))
  return {
    app,
    close: () => {
      database.close()
    },
  }
}

function addDeliveries(app: Express, signingKey: SigningKey): void {
  const verify = verifyWebhook({
    scheme: fermyon({ secrets: () => signingKey.current()?.key }),
    eventId: '$.id',
    parse: 'json',
    schema: delivery,
    onRejected: ({ code }) => {
      log('consumer', `refused a delivery: ${code}`)
    },
  })
  app.post('/target', verify, (req, res) => {
    const { id, payload } = req.webhook
    log('consumer', `delivery ${id} of ${JSON.stringify(payload.event)} is verified`)
    res.sendStatus(200)
  })
}
