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
    return database.rows('SELECT key FROM compatible_key').map((row) => String(row['key']))
  }

  const readOffer = express.raw({ type: () => true, limit: '4kb' })
  app.post('/target', skipUnlessHandshake, readOffer, (req, res) => {
    const { success, data } = offer.safeParse(jsonOf(req.body))
    if (!success) {
      res.status(400).end()
      return
    }
    database.change('INSERT OR REPLACE INTO compatible_key (one, key) VALUES (1, ?)', data.keyData)
    log('consumer', `took ${maskKey(data.keyData)}`)
    res.status(200).type('text/plain').end()
  })

  // Equal events are sent again and again, so nothing tells a replay from a delivery.
  const scheme = fermyon({ secrets: currentKey })
  const verify = verifyWebhook({ scheme, eventId: false, parse: 'raw', onError: 'throw' })
  app.post('/target', verify, (_req, res) => {
    log('consumer', 'a delivery is verified')
    res.status(200).type('text/plain').end('Verified.')
  })

  const answerError: ErrorRequestHandler = (error, _req, res, _next) => {
    const code = isWebhookError(error) ? error.code : 'a request that cannot be read'
    log('consumer', `refused: ${code}`)
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

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return undefined
  }
}
