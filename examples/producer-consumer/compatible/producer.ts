import { randomInt, randomUUID } from 'node:crypto'
import { fermyon } from '@postern/core'
import { createSender, type Sender } from '@postern/sender'
import express, { type Express } from 'express'
import { z } from 'zod'
import { type Database, openDatabase } from '../database.js'
import { log, maskKey } from '../log.js'
import { post } from '../post.js'
import type { Program } from '../serve.js'

const asked = z.object({ url: z.url({ protocol: /^https?$/ }), event: z.string() })

const tables = `CREATE TABLE IF NOT EXISTS compatible_registrations (
  id INTEGER PRIMARY KEY, url TEXT NOT NULL, event TEXT NOT NULL, key TEXT NOT NULL)`

interface CompatibleRegistration {
  readonly id: number
  readonly url: string
  readonly event: string
}

/** Makes a producer that is byte for byte as the original: no authentication, and keys in clear. */
export function compatibleProducer(file: string): Program {
  const database = openDatabase(file, tables)
  const sender = compatibleSender(database)
  const app = express().disable('x-powered-by')
  addRegistrations(app, database)

  app.post('/fire', async (_req, res) => {
    log('producer', 'Loading all CONSUMERS from database')
    for (const row of database.rows('SELECT id, url, event FROM compatible_registrations ORDER BY id'))
      await fire(sender, row as unknown as CompatibleRegistration)
    res.status(200).end()
  })
  return {
    app,
    async close() {
      await sender.close()
      database.close()
    },
  }
}

/** Each is sent once, to any address, as in the original. */
function compatibleSender(database: Database): Sender {
  return createSender({
    scheme({ endpoint = '' }) {
      const [row] = database.rows('SELECT key FROM compatible_registrations WHERE id = ?', endpoint)
      return fermyon({ secrets: String(row?.['key']) })
    },
    retries: { schedule: [] },
    destinations: { allow: ['0.0.0.0/0', '::/0'], ports: 'any', http: true },
  })
}

async function fire(sender: Sender, { id, url, event }: CompatibleRegistration): Promise<void> {
  log('producer', `Sending signed payload to CONSUMER ${url}`)
  const { outcome, status, reason } = await sender.send({
    url,
    endpoint: String(id),
    id: randomUUID(),
    payload: sampleEvent(event, url),
    contentType: false,
  })
  log(
    'producer',
    `CONSUMER ${url} ${status === undefined ? `did not respond: ${reason}` : `responded with status ${status}`}`,
  )
  // It would end all that comes later.
  if (outcome === 'gone') sender.enable(url)
}

function addRegistrations(app: Express, database: Database): void {
  app.post('/registrations', express.json({ limit: '4kb' }), async (req, res) => {
    const { success, data } = asked.safeParse(req.body)
    if (!success) {
      res.status(400).end()
      return
    }
    const { url, event } = data
    const key = alphanumericKey()
    database.change(
      'INSERT INTO compatible_registrations (url, event, key) VALUES (?, ?, ?)',
      url,
      event,
      key,
    )
    log('producer', invoking(key))
    const headers = { 'content-type': 'application/json' }
    const offer = Buffer.from(JSON.stringify({ keyData: key }), 'utf8')
    const posted = await post(`${url}?handshake=true`, headers, offer)
    if (posted.kind === 'answered' && posted.status === 200) {
      log('producer', 'Handshake with PRODUCER was successful.')
      res
        .status(201)
        .type('application/json')
        .end(JSON.stringify({ url, event, signingKey: key }))
      return
    }
    // The row stays, as in the original: the consumer may have taken the key all the same.
    log('producer', 'Handshake with PRODUCER failed.')
    log(
      'producer',
      `Received ${posted.kind === 'answered' ? posted.status : posted.reason} from webhook consumer`,
    )
    res.status(500).end()
  })

  app.get('/registrations', (_req, res) => {
    const rows = database.rows(
      'SELECT url, event, key AS signingKey FROM compatible_registrations ORDER BY id',
    )
    res.type('application/json').end(JSON.stringify(rows))
  })

  app.delete('/registrations', (_req, res) => {
    database.change('DELETE FROM compatible_registrations')
    res.status(200).end()
  })

  // The original has no such route, and says nowhere which id a registration has: they count from 1.
  app.delete('/registrations/:id', (req, res) => {
    const removed = database.change('DELETE FROM compatible_registrations WHERE id = ?', req.params.id)
    res.status(removed === 0 ? 404 : 200).end()
  })
}

/** The body of a delivery, as the original writes it: these two members, in this order, without white space. */
export function sampleEvent(event: string, url: string): string {
  return JSON.stringify({ event, data: url })
}

// As the original spells it.
function invoking(key: string): string {
  return `Invoking CONSUMER for verfication (handshake) along with random key data: ${maskKey(key)}`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function alphanumericKey(): string {
  return Array.from({ length: 36 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
