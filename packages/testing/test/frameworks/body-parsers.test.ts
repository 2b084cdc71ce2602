import { cleanUp } from '../../src/clean-up.js'
import { countRuns } from '../../src/count-runs.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { post, scheme, sign } from '../../src/sender.js'
import { recordWarnings } from '../../src/warnings.js'

afterEach(cleanUp)

describe.each(frameworks)('on $name', (framework) => {
  test('a delivery is verified behind a parser that keeps the bytes', async () => {
    const seen: unknown[] = []
    const url = await serve(framework, {
      options: { scheme, onRejected: (error) => seen.push(error) },
      bodyParser: 'keeps the bytes',
      route(webhook, answer, body) {
        seen.push(webhook.rawBody.toString(), webhook.payload, body)
        answer.status(204)
      },
    })
    const body = '{ "type": "invoice.paid", "price": 1.50 }'
    expect((await post(url, sign({ body }))).status).toBe(204)
    expect(seen).toEqual([body, { type: 'invoice.paid', price: 1.5 }, { type: 'invoice.paid', price: 1.5 }])
  })

  test('a forged delivery is refused behind a parser that keeps the bytes', async () => {
    recordWarnings()
    const counted = countRuns()
    const url = await serve(framework, {
      options: { scheme },
      bodyParser: 'keeps the bytes',
      route: counted.route,
    })
    expect((await post(url, { ...sign(), body: Buffer.from('{"type":"invoice.void"}') })).status).toBe(401)
    expect(counted.runs).toBe(0)
  })

  test('a body beyond bodyLimit is refused also when a parser kept it', async () => {
    recordWarnings()
    const counted = countRuns()
    const url = await serve(framework, {
      options: { scheme, bodyLimit: 8 },
      bodyParser: 'keeps the bytes',
      route: counted.route,
    })
    expect((await post(url, sign())).status).toBe(413)
    expect(counted.runs).toBe(0)
  })

  test('a body that was read before is answered 500 at once, and a warning says what to mount where', async () => {
    const warnings = recordWarnings()
    const counted = countRuns()
    const url = await serve(framework, {
      options: { scheme },
      bodyParser: 'keeps nothing',
      route: counted.route,
    })
    const answers = [await post(url, sign()), await post(url, sign())]
    expect(answers.map(({ status }) => status)).toEqual([500, 500])
    expect(counted.runs).toBe(0)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatchObject({
      code: 'POSTERN_REFUSED',
      message: expect.stringMatching(
        /Mount the webhook route before the body parser .* express\.json\(\{ verify: .* In Fastify, register verifyWebhook in a scope/,
      ),
    })
  })

  test('onRejected is told the same by the cause of the error', async () => {
    const causes: unknown[] = []
    const url = await serve(framework, {
      options: { scheme, onRejected: ({ cause }) => causes.push(cause) },
      bodyParser: 'keeps nothing',
    })
    expect((await post(url, sign())).status).toBe(500)
    expect(String(causes[0])).toMatch(/read before Postern saw the request/)
  })

  test('a handleWebhook handler does not run on a body that was read before', async () => {
    recordWarnings()
    const counted = countRuns()
    const url = await serve(framework, {
      options: { scheme },
      bodyParser: 'keeps nothing',
      handler: counted.handler,
    })
    expect((await post(url, sign())).status).toBe(500)
    expect(counted.runs).toBe(0)
  })
})
