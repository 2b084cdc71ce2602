import { once } from 'node:events'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { Connection } from '@postern/testing/connection'
import { listen } from '@postern/testing/listen'
import { observe } from '@postern/testing/observe'
import { post, scheme, sign } from '@postern/testing/sender'
import { recordWarnings } from '@postern/testing/warnings'
import { type DeliveryStore, memoryStore } from '@postern/core'
import { countingStore } from '@postern/testing/counting-store'
import Router from '@koa/router'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import bodyParser from 'koa-bodyparser'
import { verifyWebhook } from '../src/index.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

const versions = [
  { name: 'Koa 2', Application: Koa2 as unknown as typeof Koa },
  { name: 'Koa 3', Application: Koa3 },
]

const parse = () => bodyParser()

const acknowledge: Koa.Middleware = (context) => {
  context.status = 204
}

async function serve(app: Koa): Promise<string> {
  app.on('error', () => undefined)
  const callback = app.callback()
  const server = await listen((request, response) => void callback(request, response))
  onCleanUp(() => server.close())
  return `http://127.0.0.1:${server.port}/webhook`
}

describe.each(versions)('on $name', ({ Application }) => {
  test.each([
    { name: 'a form', body: 'a=1&b=%C3%A9', contentType: 'application/x-www-form-urlencoded' },
    { name: 'JSON beyond ASCII', body: '{"name":"Grüße 🎉"}', contentType: 'application/json' },
    { name: 'text, which the parser leaves alone', body: 'grüße', contentType: 'text/plain' },
  ])('$name is verified behind koa-bodyparser', async ({ body, contentType }) => {
    const app = new Application()
    app.use(parse())
    app.use(verifyWebhook({ scheme }))
    let rawBody = ''
    app.use((context) => {
      rawBody = context.state.webhook.rawBody.toString()
      context.status = 204
    })
    expect((await post(await serve(app), sign({ body, contentType }))).status).toBe(204)
    expect(rawBody).toBe(body)
  })

  test('the path as sent is what functions of the request see, whatever was made of it in front', async () => {
    const app = new Application()
    const urls: unknown[] = []
    const source = ({ url = '' }) => {
      urls.push(url)
      return url
    }
    app.use((context, next) => {
      context.url = '/'
      return next()
    })
    app.use(verifyWebhook({ scheme, source }))
    app.use(acknowledge)
    expect((await post(await serve(app), sign())).status).toBe(204)
    expect(urls).toEqual(['/webhook'])
  })

  test('no route runs when something else answers before the store admits', async () => {
    const inner = countingStore(memoryStore())
    let timeOut: () => void = () => undefined
    const accept: DeliveryStore['accept'] = async (claim) => {
      timeOut()
      await new Promise(setImmediate)
      return inner.accept(claim)
    }
    const store: DeliveryStore = { ...inner, accept }
    const settlements = observe('postern:settlement')
    let runs = 0
    const app = new Application()
    app.use((context, next) => {
      timeOut = () => context.res.writeHead(200).end('someone else')
      return next()
    })
    app.use(verifyWebhook({ scheme, store }))
    app.use((context) => {
      runs += 1
      context.status = 204
    })
    const reply = await post(await serve(app), sign())
    expect({ status: reply.status, text: reply.text }).toEqual({ status: 200, text: 'someone else' })
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
    expect(runs).toBe(0)
  })

  test('bytes that koa-bodyparser could not keep as text are refused', async () => {
    const app = new Application()
    app.use(parse())
    app.use(verifyWebhook({ scheme }))
    app.use(acknowledge)
    const body = Buffer.from('{"name":"Gr\u00fc\u00dfe"}', 'latin1')
    expect((await post(await serve(app), sign({ body }))).status).toBe(401)
  })

  test('koa-bodyparser behind verifyWebhook leaves the payload as it is', async () => {
    const app = new Application()
    app.use(verifyWebhook({ scheme }))
    app.use(parse())
    let body: unknown
    app.use((context) => {
      body = context.request.body
      context.status = 204
    })
    expect((await post(await serve(app), sign({ body: { n: 1 } }))).status).toBe(204)
    expect(body).toEqual({ n: 1 })
  })

  test('a route of @koa/router receives', async () => {
    const app = new Application()
    const router = new Router()
    router.post('/webhook/:tenant', verifyWebhook({ scheme }), (context) => {
      context.body = { tenant: context.params['tenant'] as string, id: context.state.webhook.id }
    })
    app.use(router.routes() as unknown as Koa.Middleware)
    const answer = await post(`${await serve(app)}/acme`, sign({ id: 'evt_9' }))
    expect(JSON.parse(answer.text)).toEqual({ tenant: 'acme', id: 'evt_9' })
  })

  test.each([
    { name: 'that no route takes', route: (() => undefined) as Koa.Middleware, status: 404 },
    {
      name: 'that the route refuses by ctx.throw()',
      route: ((context) => context.throw(409, 'later')) as Koa.Middleware,
      status: 409,
    },
  ])('a delivery $name is released', async ({ route, status }) => {
    const settlements = observe('postern:settlement')
    const app = new Application()
    app.use(verifyWebhook({ scheme }))
    app.use(route)
    expect((await post(await serve(app), sign())).status).toBe(status)
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  })

  test('a delivery whose error is made an answer further out is released', async () => {
    const settlements = observe('postern:settlement')
    const app = new Application()
    app.use(async (context, next) => {
      try {
        await next()
      } catch {
        context.status = 200
        context.body = 'sorry'
      }
    })
    app.use(verifyWebhook({ scheme }))
    app.use(() => {
      throw new Error('out of stock')
    })
    await post(await serve(app), sign())
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  })

  test('the status that stands when the answer goes out decides, also if it was set further out', async () => {
    const settlements = observe('postern:settlement')
    const app = new Application()
    app.use(async (context, next) => {
      await next()
      context.status = 503
    })
    app.use(verifyWebhook({ scheme }))
    app.use(acknowledge)
    expect((await post(await serve(app), sign())).status).toBe(503)
    expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  })

  test.each([
    { status: 204, outcome: 'completed' },
    { status: 503, outcome: 'released' },
  ])(
    'a client that goes after the route answered $status, while middleware further out works on, has it $outcome',
    async ({ status, outcome }) => {
      const settlements = observe('postern:settlement')
      const app = new Application()
      let arrived: () => void = () => undefined
      const arrival = new Promise<void>((resolve) => (arrived = resolve))
      app.use(async (context, next) => {
        await next()
        arrived()
        await once(context.res, 'close')
      })
      app.use(verifyWebhook({ scheme }))
      app.use((context) => {
        context.status = status
      })
      const connection = await Connection.open(await serve(app))
      connection.send(sign())
      await arrival
      connection.destroy()
      expect(await settlements.first(1)).toMatchObject([{ outcome }])
    },
  )
})
