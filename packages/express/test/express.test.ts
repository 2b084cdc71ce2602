import { inspect } from 'node:util'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { countingStore } from '@postern/testing/counting-store'
import { listen } from '@postern/testing/listen'
import { observe } from '@postern/testing/observe'
import { post, scheme, secret, sign } from '@postern/testing/sender'
import { recordWarnings } from '@postern/testing/warnings'
import { type Claim, type DeliveryStore, memoryStore } from '@postern/core'
import type { RequestHandler } from 'express'
import express4 from 'express4'
import express5 from 'express5'
import supertest from 'supertest'
import { handleWebhook, verifyWebhook } from '../src/index.js'

afterEach(cleanUp)

type Framework = typeof express5
type App = ReturnType<Framework>

const versions = [
  { name: 'Express 4', express: express4 as unknown as Framework },
  { name: 'Express 5', express: express5 },
]

const acknowledge: RequestHandler = (_request, response) => {
  response.sendStatus(204)
}

async function serve(app: App): Promise<string> {
  const server = await listen(app)
  onCleanUp(() => server.close())
  return `http://127.0.0.1:${server.port}/webhook`
}

describe.each(versions)('on $name', ({ express }) => {
  test('a delivery is verified behind express.raw() on the route', async () => {
    const app = express()
    const seen: unknown[] = []
    app.post('/webhook', express.raw({ type: '*/*' }), verifyWebhook({ scheme }), (request, response) => {
      seen.push(request.body, request.webhook.rawBody.toString())
      response.sendStatus(204)
    })
    const answer = await post(await serve(app), sign({ body: '{ "n": 1 }' }))
    expect(answer.status).toBe(204)
    expect(seen).toEqual([{ n: 1 }, '{ "n": 1 }'])
  })

  test.each([
    { name: 'admits', answer: (store: DeliveryStore, claim: Claim) => store.accept(claim) },
    { name: 'cannot be asked', answer: () => Promise.reject(new Error('down')) },
  ])('no route runs when something else answers before the store $name', async ({ answer }) => {
    const unhandled: unknown[] = []
    const listen = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', listen)
    onCleanUp(() => Promise.resolve(process.off('unhandledRejection', listen)))
    const receptions = observe('postern:reception')
    const inner = countingStore(memoryStore())
    let timeOut: () => void = () => undefined
    const store: DeliveryStore = {
      ...inner,
      async accept(claim: Claim) {
        timeOut()
        await new Promise(setImmediate)
        return answer(inner, claim)
      },
    }
    let runs = 0
    const app = express()
    app.use((_request, response, next) => {
      timeOut = () => response.status(200).end('someone else')
      next()
    })
    app.post('/webhook', verifyWebhook({ scheme, store }), (_request, response) => {
      runs += 1
      response.sendStatus(204)
    })
    const reply = await post(await serve(app), sign())
    await receptions.first(1)
    await new Promise(setImmediate)
    expect({ status: reply.status, text: reply.text, runs, unhandled }).toEqual({
      status: 200,
      text: 'someone else',
      runs: 0,
      unhandled: [],
    })
    const claim = { source: scheme.name, id: 'evt_1', token: 't', leaseMs: 1, retentionMs: 1, bodyDigest: '' }
    expect(await inner.accept({ ...claim, quota: undefined })).toMatchObject({ kind: 'admitted' })
  })

  test('the path as sent is what functions of the request see, wherever the router is mounted', async () => {
    const urls: unknown[] = []
    const source = ({ url = '' }) => {
      urls.push(url)
      return url
    }
    const router = express.Router().post('/webhook', verifyWebhook({ scheme, source }), acknowledge)
    const address = await serve(express().use('/tenants/a', router))
    const answer = await post(address.replace('/webhook', '/tenants/a/webhook?b=1'), sign({ body: '{}' }))
    expect(answer.status).toBe(204)
    expect(urls).toEqual(['/tenants/a/webhook?b=1'])
  })

  test('a form is verified behind express.json(), which leaves forms alone', async () => {
    const app = express()
    app.use(express.json())
    let body: unknown
    app.post('/webhook', verifyWebhook({ scheme }), (request, response) => {
      body = request.body
      response.sendStatus(204)
    })
    const form = sign({ body: 'a=1', contentType: 'application/x-www-form-urlencoded' })
    expect((await post(await serve(app), form)).status).toBe(204)
    expect(body).toEqual({ a: '1' })
  })

  test.each(['json', 'raw', 'text', 'urlencoded'] as const)(
    'express.%s() behind verifyWebhook leaves the payload as it is',
    async (parser) => {
      const app = express()
      app.use('/webhook', verifyWebhook({ scheme }))
      app.use(express[parser]({ type: '*/*', extended: true }))
      let body: unknown
      app.post('/webhook', (request, response) => {
        body = request.body
        response.sendStatus(204)
      })
      expect((await post(await serve(app), sign({ body: { n: 1 } }))).status).toBe(204)
      expect(body).toEqual({ n: 1 })
    },
  )

  test('a router with a path of its own, behind other middleware, receives', async () => {
    const app = express()
    const router = express.Router()
    router.post('/:tenant', verifyWebhook({ scheme }), (request, response) => {
      response.json({ tenant: request.params['tenant'], id: request.webhook.id })
    })
    app.use('/webhook', router)
    const answer = await post(`${await serve(app)}/acme`, sign({ id: 'evt_9' }))
    expect(JSON.parse(answer.text)).toEqual({ tenant: 'acme', id: 'evt_9' })
  })

  test('an app without a server receives by supertest', async () => {
    const app = express()
    app.post('/webhook', verifyWebhook({ scheme }), acknowledge)
    recordWarnings()
    const { headers, body } = sign()
    await supertest(app).post('/webhook').set(headers).send(body.toString()).expect(204)
    const forged = await supertest(app).post('/webhook').set(headers).send('{}')
    expect(forged.status).toBe(401)
    expect(forged.type).toBe('application/problem+json')
  })

  test('a delivery that no route takes is released', async () => {
    const settlements = observe('postern:settlement')
    const app = express()
    app.use(verifyWebhook({ scheme }))
    expect((await post(await serve(app), sign())).status).toBe(404)
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  })

  test('an error that the route passes on is answered with its status, and releases', async () => {
    const settlements = observe('postern:settlement')
    const app = express()
    app.post('/webhook', verifyWebhook({ scheme }), (_request, _response, next) => {
      next(Object.assign(new Error('later'), { status: 503 }))
    })
    expect((await post(await serve(app), sign())).status).toBe(503)
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  })

  test("in production, with onError 'throw', the answer says no more than the status and the log nothing secret", async () => {
    recordWarnings()
    const { error } = console
    const logged = new Promise<string>((resolve) => {
      console.error = (...values: unknown[]) => {
        resolve(inspect(values))
      }
    })
    onCleanUp(() => {
      console.error = error
    })
    const app = express()
    app.set('env', 'production')
    app.post('/webhook', verifyWebhook({ scheme, onError: 'throw' }), acknowledge)
    const answer = await post(await serve(app), { ...sign(), body: Buffer.from('{}') })
    expect(answer.status).toBe(401)
    expect(answer.text).toMatch(/<pre>Unauthorized<\/pre>/)
    expect(answer.text).not.toMatch(/verified|signature/)
    expect(await logged).toContain('The webhook could not be verified.')
    expect(await logged).not.toContain(secret.slice('whsec_'.length))
  })

  test('handleWebhook as the only middleware of a route leaves nothing for the next one', async () => {
    const app = express()
    const order: string[] = []
    app.post(
      '/webhook',
      handleWebhook({ scheme }, (webhook) => order.push(webhook.id)),
    )
    app.use((_request, response) => {
      order.push('next')
      response.sendStatus(200)
    })
    expect((await post(await serve(app), sign())).status).toBe(204)
    expect(order).toEqual(['evt_1'])
  })
})
