import { fermyon, isWebhookError } from '@postern/core'
import { verifyWebhook } from '@postern/express'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { z } from 'zod'
import { openDatabase } from '../database.js'
import { log, maskKey } from '../log.js'
import type { Program } from '../serve.js'

// Of any letters, and not too short to sign with.
const offer = z.object({ keyData: z.string().regex(/^[\x21-\x7e]{16,256}$/) })

const tables = `CREATE TABLE IF NOT EXISTS compatible_key (
  one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL)`

/** Makes a consumer that is byte for byte as the original: whoever sends a handshake replaces the key. */
export function compatibleConsumer(file: string): Program {
  const database = openDatabase(file, tables)
  const app = express().disable('x-powered-by')

  function currentKey(): string[] {
    const keys = database.rows('SELECT key FROM compatible_key').map((row) => String(row['key']))
    log('consumer', `Loaded key data from key-value store: ${keys.map(maskKey).join('') || 'None'}`)
    log('consumer', 'Verifying integrity of payload received from PRODUCER...')
    return keys
  }

  const readOffer = express.raw({ type: () => true, limit: '4kb' })
  app.post('/target', skipUnlessHandshake, readOffer, (req, res) => {
    const { success, data } = offer.safeParse(jsonOf(req.body))
    if (!success) {
      res.status(400).end()
      return
    }
    log('consumer', `Received ${maskKey(data.keyData)} upon registering for webhooks with PRODUCER.`)
    database.change('INSERT OR REPLACE INTO compatible_key (one, key) VALUES (1, ?)', data.keyData)
    log('consumer', 'Stored key data in key value store')
    res.status(200).type('text/plain').end()
  })

  // Equal events are sent again and again, so nothing tells a replay from a delivery.
  const scheme = fermyon({ secrets: currentKey })
  const verify = verifyWebhook({ scheme, eventId: false, parse: 'raw', onError: 'throw' })
  app.post('/target', logTag, verify, (_req, res) => {
    logResult(true)
    res.status(200).type('text/plain').end('Received payload and verified integrity')
  })

  const answerError: ErrorRequestHandler = (error, _req, res, _next) => {
    log('consumer', isWebhookError(error) ? error.code : 'a request that cannot be read')
    logResult(false)
    res.status(400).type('text/plain').end()
  }
  app.use(answerError)
  return {
    app,
    close: () => {
      database.close()
    },
  }
}

const skipUnlessHandshake: RequestHandler = (req, _res, next) => {
  if (req.originalUrl.split('?').slice(1).join('?') === 'handshake=true') next()
  else next('route')
}

const logTag: RequestHandler = (req, _res, next) => {
  log('consumer', `Received tag ${(req.get('x-signature') ?? 'None').slice(0, 8)}...`)
  next()
}

function logResult(isVerified: boolean): void {
  const rule = '-------------------'
  console.log(rule)
  log('consumer', `Payload verification result: ${isVerified ? 'True' : 'False'}`)
  console.log(rule)
  log('consumer', `Responding with HTTP ${isVerified ? 200 : 400}`)
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return undefined
  }
}
