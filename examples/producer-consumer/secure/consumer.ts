import { fermyon } from '@postern/core'
import { verifyWebhook } from '@postern/express'
import express, { type Express } from 'express'
import { z } from 'zod'
import { openDatabase } from '../database.js'
import { log } from '../log.js'
import type { Program } from '../serve.js'
import { HandledDeliveries, handledTables } from './handled-deliveries.js'
import { handshakeRouter } from './handshake-router.js'
import { keyVault } from './key-vault.js'
import { answerProblems } from './problem.js'
import { SigningKey, signingKeyTables } from './signing-key.js'

/** What a consumer needs to know. */
export interface ConsumerOptions {
  /** A file, or `':memory:'`. */
  readonly database: string
  readonly storageSecret: Buffer
  /** What the first key is signed with. */
  readonly enrolmentToken: string
}

const dayMs = 86_400_000
/** How far the producer's clock may be ahead, in ms. */
const clockSkewMs = 300_000

/**
 * A delivery. The scheme signs neither an id nor a timestamp of its own: both are in the body, which it signs. Strict,
 * so that nothing else that was signed with the key is ever taken for a delivery.
 */
const delivery = z.strictObject({
  id: z.uuid(),
  event: z.string().max(255),
  data: z.string().max(2048),
  // The producer tries for hours. The same body comes each time.
  sentAt: z.int().refine((sentAt) => sentAt >= Date.now() - dayMs && sentAt <= Date.now() + clockSkewMs),
})

/**
 * Makes a consumer that keeps the key of its first handshake, until the producer that has it replaces it.
 * @throws Error when the stored key does not open with `storageSecret`
 */
export function secureConsumer({ database: file, storageSecret, enrolmentToken }: ConsumerOptions): Program {
  const database = openDatabase(file, `${signingKeyTables};${handledTables}`)
  const signingKey = new SigningKey(database, keyVault(storageSecret, 'CONSUMER_STORAGE_KEY'))
  // Here, so that a wrong secret ends the program and not the first delivery.
  signingKey.current()

  const app = express().disable('x-powered-by')
  app.use('/target', handshakeRouter(signingKey, enrolmentToken))
  addDeliveries(app, signingKey, new HandledDeliveries(database, 2 * dayMs))
  app.use(answerProblems('consumer'))
  return {
    app,
    close: () => {
      database.close()
    },
  }
}

function addDeliveries(app: Express, signingKey: SigningKey, handled: HandledDeliveries): void {
  const verify = verifyWebhook({
    scheme: fermyon({ secrets: () => signingKey.forDeliveries() }),
    eventId: '$.id',
    parse: 'json',
    schema: delivery,
    onRejected: ({ code }) => {
      log('consumer', `refused a delivery: ${code}`)
    },
  })
  app.post('/target', verify, (req, res) => {
    const { id, payload } = req.webhook
    const isNew = handled.add(id)
    log(
      'consumer',
      `delivery ${id} of ${JSON.stringify(payload.event)} ${isNew ? 'is verified' : 'was handled before'}`,
    )
    res.sendStatus(200)
  })
}
