import express, { type Express } from 'express'
import { z } from 'zod'
import { openDatabase } from '../database.js'
import type { Program } from '../serve.js'
import { outboxTables } from '../sqlite-outbox.js'
import { requireBearer } from './bearer.js'
import { Deliveries } from './deliveries.js'
import { checkDestination } from './destination.js'
import { enrolmentToken } from './enrolment.js'
import { keyVault } from './key-vault.js'
import { answerProblems, Problem } from './problem.js'
import { Registrar } from './registrar.js'
import { type Registration, Registrations, registrationTables } from './registrations.js'

/** What a producer needs to know. */
export interface ProducerOptions {
  /** A file, or `':memory:'`. */
  readonly database: string
  readonly token: string
  readonly storageSecret: Buffer
}

const asked = z.strictObject({
  url: z.string().max(2048),
  event: z.string().min(1).max(255),
  /** Of this consumer. It is not kept. */
  enrolmentToken: z.string().regex(enrolmentToken).optional(),
})

/**
 * Makes a producer whose registrations are for those with the token.
 * @throws Error when the stored keys do not open with `storageSecret`
 */
export function secureProducer({ database: file, token, storageSecret }: ProducerOptions): Program {
  const database = openDatabase(file, `${registrationTables};${outboxTables}`)
  const registrations = new Registrations(database, keyVault(storageSecret, 'PRODUCER_STORAGE_KEY'))
  // Here, so that a wrong secret ends the program and not the first delivery.
  registrations.all()
  const deliveries: Deliveries = new Deliveries(database, (id) => registrar.keyOf(id))
  const registrar = new Registrar(registrations, deliveries)

  const app = express().disable('x-powered-by')
  // Before anything is read of the body.
  app.use(requireBearer(token))
  addRoutes(app, registrations, registrar)
  app.use(answerProblems('producer'))
  return {
    app,
    async close() {
      await deliveries.close()
      database.close()
    },
  }
}

function addRoutes(app: Express, registrations: Registrations, registrar: Registrar): void {
  app.post('/registrations', express.json({ limit: '4kb' }), async (req, res) => {
    const { success, data } = asked.safeParse(req.body)
    if (!success)
      throw new Problem(400, 'Send JSON with url, event and enrolmentToken, and with nothing else.')
    const { url, event, enrolmentToken } = data
    const registration = await registrar.register(checkDestination(url), event, enrolmentToken)
    res.status(201).location(`/registrations/${registration.id}`)
    res.set('cache-control', 'no-store').json(withKey(registration))
  })

  app.get('/registrations', (_req, res) => {
    res.json(registrations.all().map(withoutKey))
  })

  app.post('/registrations/:id/key', async (req, res) => {
    const registration = registrar.find(req.params.id)
    if (!registration.isActive) throw new Problem(409, 'The consumer has no key yet: register it again.')
    res.set('cache-control', 'no-store').json(withKey(await registrar.replaceKey(registration)))
  })

  app.delete('/registrations/:id', async (req, res) => {
    const isForced = req.query['force'] === 'true'
    res.json({ consumerForgot: await registrar.remove(registrar.find(req.params.id), isForced) })
  })

  app.post('/fire', async (_req, res) => {
    res.json(await registrar.fire())
  })
}

/** For the one answer that shows a key. */
function withKey({ id, url, event, key }: Registration) {
  return { id, url, event, signingKey: key }
}

function withoutKey({ id, url, event, isActive }: Registration) {
  return { id, url, event, isActive }
}
