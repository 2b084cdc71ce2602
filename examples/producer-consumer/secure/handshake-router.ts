import { fermyon } from '@postern/core'
import { verifyWebhook } from '@postern/express'
import express, { type RequestHandler, type Response, Router } from 'express'
import { log, maskKey } from '../log.js'
import { enrolment } from './enrolment.js'
import { farewell, isSameKey, jsonOf, type KeyOffer, keyOffer, proofOf } from './handshake.js'
import { Problem } from './problem.js'
import type { CurrentKey, SigningKey } from './signing-key.js'

interface Offered {
  offer: KeyOffer
  /** The key that was there when the request came, which the signature is checked with. */
  current: CurrentKey | undefined
}

/** Of requests that change a key. */
interface Changing extends Offered {
  current: CurrentKey
}

type Step<Locals extends Offered> = RequestHandler<object, unknown, unknown, unknown, Locals>

/**
 * Answers the producer's handshakes: the first key is taken by the signature of the enrolment token, any other by the
 * signature of the last.
 */
export function handshakeRouter(signingKey: SigningKey, enrolmentToken: string): Router {
  const router = Router()
  const readBody = express.raw({ type: () => true, limit: '4kb', inflate: false })

  router.post('/', only('true', 'false'), refuseWebPages)
  router.post('/', only('true'), readBody, readOffer(signingKey))
  router.post('/', only('true'), whenFirst, verifyEnrolment(enrolmentToken), takeFirstKey(signingKey))
  router.post('/', only('true'), verifyWith(signingKey, keyOffer), replaceKey(signingKey))
  router.post('/', only('false'), rememberCurrent(signingKey), verifyWith(signingKey, farewell))
  router.post('/', only('false'), forgetKey(signingKey))
  return router
}

/** Lets through what has one of these values in its query; the rest goes on to what comes behind. */
function only(...values: ('true' | 'false')[]): RequestHandler {
  return function onlyHandshake(req, _res, next) {
    next(values.some((value) => req.query['handshake'] === value) ? undefined : 'route')
  }
}

/**
 * A page that is open in a browser of this machine reaches what listens on loopback. Browsers put Origin in each POST.
 * @see RFC 6454, 7 (the header)
 */
const refuseWebPages: RequestHandler = function refuseWebPages(req, _res, next) {
  if (req.headers.origin !== undefined) throw new Problem(403, 'A web page has no part in a handshake.')
  next()
}

function readOffer(signingKey: SigningKey): Step<Offered> {
  return function readOfferMiddleware(req, res, next) {
    const { success, data: offer } = keyOffer.safeParse(jsonOf(String(req.body)))
    if (!success) throw new Problem(400, 'This is not an offer of a key.')
    const current = signingKey.current()
    // The key that is there already: the producer's, who did not get the answer.
    if (current !== undefined && isSameKey(current.key, offer.keyData)) {
      prove(res, offer)
      return
    }
    res.locals = { offer, current }
    next()
  }
}

const whenFirst: Step<Offered> = function whenFirst(_req, res, next) {
  next(res.locals.current === undefined ? undefined : 'route')
}

function verifyEnrolment(token: string): RequestHandler {
  return verifyWebhook<unknown>({
    scheme: enrolment(token),
    // A recorded offer would be as good as the first once the key is forgotten.
    eventId: 'hash',
    bodyLimit: 4096,
    parse: 'json',
    schema: keyOffer,
    onRejected: ({ code }) => {
      log('consumer', `refused a first key: ${code}`)
    },
  })
}

function takeFirstKey(signingKey: SigningKey): Step<Offered> {
  return function takeFirstKeyRoute(_req, res) {
    const { offer } = res.locals
    if (!signingKey.takeFirst(offer.keyData)) throw new Problem(409, 'Another key was taken meanwhile.')
    prove(res, offer)
  }
}

function rememberCurrent(signingKey: SigningKey): RequestHandler {
  return function rememberCurrentMiddleware(_req, res, next) {
    const current = signingKey.current()
    if (current === undefined) throw new Problem(409, 'There is no key to forget.')
    res.locals['current'] = current
    next()
  }
}

/** Lets through what the present key has signed. */
function verifyWith(signingKey: SigningKey, schema: typeof keyOffer | typeof farewell): RequestHandler {
  return verifyWebhook<unknown>({
    scheme: fermyon({ secrets: () => signingKey.current()?.key }),
    // What is changed with it is changed once: the signature is worth nothing under the key that comes after.
    eventId: false,
    bodyLimit: 4096,
    parse: 'json',
    schema,
    onRejected: ({ code }) => {
      log('consumer', `refused to change the key: ${code}`)
    },
  })
}

function replaceKey(signingKey: SigningKey): Step<Changing> {
  return function replaceKeyRoute(_req, res) {
    const { offer, current } = res.locals
    if (!signingKey.replace(current, offer.keyData)) throw new Problem(409, 'The key was changed meanwhile.')
    prove(res, offer)
  }
}

function forgetKey(signingKey: SigningKey): Step<Changing> {
  return function forgetKeyRoute(_req, res) {
    if (!signingKey.forget(res.locals.current)) throw new Problem(409, 'The key was changed meanwhile.')
    log('consumer', 'forgot its key: the next handshake is a first one')
    res.sendStatus(200)
  }
}

function prove(res: Response, offer: KeyOffer): void {
  log('consumer', `has ${maskKey(offer.keyData)}`)
  res.json({ proof: proofOf(offer) })
}
