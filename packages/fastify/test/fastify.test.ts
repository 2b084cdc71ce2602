import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn } from 'node:timers/promises'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { countingStore } from '@postern/testing/counting-store'
import { countRuns } from '@postern/testing/count-runs'
import { observe } from '@postern/testing/observe'
import { post, scheme, secret, sign, type SignedRequest } from '@postern/testing/sender'
import { recordWarnings } from '@postern/testing/warnings'
import { type DeliveryStore, memoryStore, standardWebhooks } from '@postern/core'
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify'
import defaultExport, { handleWebhook, verifyWebhook } from '../src/index.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

function create(options: FastifyServerOptions = {}): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, ...options })
  onCleanUp(() => app.close())
  return app
}

async function serve(app: FastifyInstance): Promise<string> {
  return app.listen({ port: 0, host: '127.0.0.1' })
}

const forged = (): SignedRequest => ({ ...sign(), body: Buffer.from('{}') })

/** Registers a webhook route in a scope of its own. */
function registerWebhook(
  app: FastifyInstance,
  prepare: (scope: FastifyInstance) => void = () => undefined,
): void {
  void app.register(async (scope) => {
    await scope.register(verifyWebhook, { scheme })
    prepare(scope)
    scope.post('/webhook', (request) => ({ id: request.webhook.id, body: request.body }))
  })
}

const json = { 'content-type': 'application/json' }

test('routes outside of the scope keep their parsers and are not verified', async () => {
  const app = create()
  registerWebhook(app)
  app.post('/orders', (request) => request.body)
  const url = await serve(app)
  const order = { headers: json, body: Buffer.from('{"n":1}') }
  expect(await post(`${url}/orders`, order)).toMatchObject({ status: 200, text: '{"n":1}' })
  const malformed = await post(`${url}/orders`, { headers: json, body: Buffer.from('{"n":') })
  expect(malformed.status).toBe(400)
  expect(JSON.parse(malformed.text)).toMatchObject({ code: 'FST_ERR_CTP_INVALID_JSON_BODY' })
  const xml = await post(`${url}/orders`, {
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from('<n/>'),
  })
  expect(xml.status).toBe(415)
  expect((await post(`${url}/webhook`, order)).status).toBe(401)
  expect((await post(`${url}/webhook`, sign())).status).toBe(200)
})

test('the path as sent is what functions of the request see, whatever it was rewritten to', async () => {
  const app = create({ rewriteUrl: () => '/webhook' })
  const urls: unknown[] = []
  const source = ({ url = '' }) => {
    urls.push(url)
    return url
  }
  void app.register(handleWebhook, { url: '/webhook', scheme, source, handler: () => undefined })
  expect((await post(`${await serve(app)}/tenants/a`, sign())).status).toBe(204)
  expect(urls).toEqual(['/tenants/a'])
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
  const app = create()
  app.addHook('onRequest', (_request, reply, next) => {
    timeOut = () => void reply.send('someone else')
    next()
  })
  void app.register(async (inScope) => {
    await inScope.register(verifyWebhook, { scheme, store })
    inScope.post('/webhook', () => {
      runs += 1
      return {}
    })
  })
  const reply = await post(`${await serve(app)}/webhook`, sign())
  expect({ status: reply.status, text: reply.text }).toEqual({ status: 200, text: 'someone else' })
  expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  expect(runs).toBe(0)
})

test('routes outside of the scope have no webhook', async () => {
  const app = create()
  registerWebhook(app)
  app.post('/orders', (request) => ({ webhook: typeof (request as { webhook?: unknown }).webhook }))
  const answer = await post(`${await serve(app)}/orders`, sign())
  expect(JSON.parse(answer.text)).toEqual({ webhook: 'undefined' })
})

test('scopes with secrets of their own do not take the deliveries of each other', async () => {
  const app = create()
  const other = standardWebhooks({ secrets: `whsec_${Buffer.alloc(24, 'other').toString('base64')}` })
  registerWebhook(app)
  void app.register(async (scope) => {
    await scope.register(verifyWebhook, { scheme: other })
    scope.post('/other', () => 'other')
  })
  const url = await serve(app)
  expect((await post(`${url}/webhook`, sign())).status).toBe(200)
  expect((await post(`${url}/other`, sign())).status).toBe(401)
})

test('registered on the app itself, it applies to all of its routes', async () => {
  const app = create()
  await app.register(verifyWebhook, { scheme })
  app.post('/one', () => 'one')
  app.post('/two', () => 'two')
  const url = await serve(app)
  expect((await post(`${url}/one`, sign({ id: 'evt_1' }))).text).toBe('one')
  expect((await post(`${url}/two`, sign({ id: 'evt_2' }))).text).toBe('two')
  expect((await post(`${url}/two`, forged())).status).toBe(401)
})

test('the default export is the plugin', () => {
  expect(defaultExport).toBe(verifyWebhook)
})

test.each([
  {
    name: 'for JSON',
    add: (app: FastifyInstance) => {
      app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
        done(null, { parsed: body })
      })
    },
  },
  {
    name: 'for every media type',
    add: (app: FastifyInstance) => {
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
        done(null, { parsed: body })
      })
    },
  },
  {
    name: 'by a pattern',
    add: (app: FastifyInstance) => {
      app.addContentTypeParser(/json$/, { parseAs: 'string' }, (_request, body, done) => {
        done(null, { parsed: body })
      })
    },
  },
])("the app's content type parser $name has no say in the scope", async ({ add }) => {
  const app = create()
  add(app)
  registerWebhook(app)
  const answer = await post(`${await serve(app)}/webhook`, sign({ body: { n: 1 } }))
  expect(JSON.parse(answer.text)).toEqual({ id: 'evt_1', body: { n: 1 } })
})

test('a content type parser that is added to the scope afterwards gets the bytes, and does not hang', async () => {
  const app = create()
  registerWebhook(app, (scope) => {
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      done(null, { parsed: body })
    })
  })
  const answer = await post(`${await serve(app)}/webhook`, sign({ body: '{"n":1}' }))
  expect(JSON.parse(answer.text)).toEqual({ id: 'evt_1', body: { parsed: '{"n":1}' } })
})

test('a preParsing hook in front that does not read the stream changes nothing', async () => {
  const app = create()
  app.addHook('preParsing', (_request, _reply, payload, done) => {
    done(null, payload)
  })
  registerWebhook(app)
  expect((await post(`${await serve(app)}/webhook`, sign())).status).toBe(200)
})

test('a preParsing hook in front that takes the body off is answered 500 at once', async () => {
  const app = create()
  app.addHook('preParsing', async (_request, _reply, payload) => {
    await buffer(payload)
    return Readable.from(['{}'])
  })
  const counted = countRuns()
  await app.register(handleWebhook, { scheme, url: '/webhook', handler: counted.handler })
  const answer = await post(`${await serve(app)}/webhook`, sign())
  expect(JSON.parse(answer.text)).toMatchObject({ status: 500, code: 'ERR_WEBHOOK_BODY_CONSUMED' })
  expect(counted.runs).toBe(0)
})

test.each([
  { name: 'a forged delivery', request: forged, status: 401 },
  { name: 'a duplicate', request: () => sign(), status: 200 },
])(
  '$name does not reach the route while an onSend hook holds the answer back',
  async ({ request, status }) => {
    const app = create()
    const settlements = observe('postern:settlement')
    const reached: string[] = []
    app.addHook('onSend', async (_request, _reply, payload) => {
      for (let turns = 0; turns < 20; turns += 1) await turn()
      return payload
    })
    app.addHook('preHandler', (_request, _reply, done) => {
      reached.push('preHandler')
      done()
    })
    let runs = 0
    registerWebhook(app, (scope) => {
      scope.addHook('preValidation', (_request, _reply, done) => {
        reached.push('preValidation')
        done()
      })
      scope.addHook('preHandler', (_request, _reply, done) => {
        runs += 1
        done()
      })
    })
    const url = await serve(app)
    expect((await post(`${url}/webhook`, sign())).status).toBe(200)
    await settlements.first(1)
    expect(runs).toBe(1)
    reached.length = 0
    expect((await post(`${url}/webhook`, request())).status).toBe(status)
    expect(reached).toEqual([])
    expect(runs).toBe(1)
  },
)

test('a handleWebhook handler runs once, and its answer is one, with an onSend hook that waits', async () => {
  const app = create()
  app.addHook('onSend', async (_request, _reply, payload) => {
    for (let turns = 0; turns < 20; turns += 1) await turn()
    return payload
  })
  const counted = countRuns()
  await app.register(handleWebhook, { scheme, url: '/webhook', handler: counted.handler })
  const url = await serve(app)
  expect((await post(`${url}/webhook`, sign())).status).toBe(204)
  expect((await post(`${url}/webhook`, forged())).status).toBe(401)
  expect(counted.runs).toBe(1)
})

test('a delivery that the route schema refuses is answered 400, and released', async () => {
  const settlements = observe('postern:settlement')
  const app = create()
  void app.register(async (scope) => {
    await scope.register(verifyWebhook, { scheme })
    const schema = { body: { type: 'object', required: ['amount'] } }
    scope.post('/webhook', { schema }, () => 'done')
  })
  const url = await serve(app)
  expect((await post(`${url}/webhook`, sign())).status).toBe(400)
  expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  expect((await post(`${url}/webhook`, sign({ id: 'evt_2', body: { amount: 1 } }))).text).toBe('done')
})

test('a media type that is none is refused by Fastify itself, and by handleWebhook only if parse says so', async () => {
  const settlements = observe('postern:settlement')
  const app = create()
  void app.register(async (scope) => {
    await scope.register(verifyWebhook, { scheme, parse: 'json' })
    scope.post('/webhook', () => 'done')
  })
  await app.register(handleWebhook, { scheme, parse: 'json', url: '/handled', handler: () => undefined })
  const url = await serve(app)
  const delivery = sign({ contentType: 'json' })
  const answer = await post(`${url}/webhook`, delivery)
  expect(JSON.parse(answer.text)).toMatchObject({ statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' })
  expect(await settlements.first(1)).toMatchObject([{ outcome: 'released' }])
  expect((await post(`${url}/handled`, delivery)).status).toBe(204)
})

test('an app that does not listen receives by inject()', async () => {
  const settlements = observe('postern:settlement')
  const app = create()
  registerWebhook(app)
  const { headers, body } = sign()
  const genuine = await app.inject({ method: 'POST', url: '/webhook', headers, payload: body })
  expect(genuine.statusCode).toBe(200)
  expect(genuine.json()).toMatchObject({ id: 'evt_1' })
  expect(await settlements.first(1)).toMatchObject([{ outcome: 'completed' }])
  const refused = await app.inject({ method: 'POST', url: '/webhook', headers, payload: '{}' })
  expect(refused.statusCode).toBe(401)
})

test("an error given to Fastify with onError 'throw' is logged without the secret", async () => {
  let log = ''
  const stream = { write: (line: string) => (log += line) }
  const app = create({ logger: { stream } })
  await app.register(verifyWebhook, { scheme, onError: 'throw' })
  app.post('/webhook', () => 'done')
  const answer = await post(`${await serve(app)}/webhook`, forged())
  expect(JSON.parse(answer.text)).toEqual({
    statusCode: 401,
    code: 'ERR_WEBHOOK_SIGNATURE',
    error: 'Unauthorized',
    message: 'The webhook could not be verified.',
  })
  expect(log).toContain('ERR_WEBHOOK_SIGNATURE')
  expect(log).not.toContain(secret.slice('whsec_'.length))
})

test.each([
  {
    name: 'verifyWebhook',
    register: (app: FastifyInstance) => app.register(verifyWebhook, { bodyLimit: -1, scheme }),
  },
  {
    name: 'handleWebhook',
    register: (app: FastifyInstance) =>
      app.register(handleWebhook, { bodyLimit: -1, scheme, url: '/', handler: () => undefined }),
  },
])('$name with a wrong option rejects ready()', async ({ register }) => {
  const app = create()
  void register(app)
  await expect(app.ready()).rejects.toThrow(/bodyLimit/)
})
