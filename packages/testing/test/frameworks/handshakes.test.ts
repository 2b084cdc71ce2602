import { createHmac, generateKeyPairSync } from 'node:crypto'
import { airtable } from '@postern/providers/airtable'
import { cloudEvents } from '@postern/providers/cloudEvents'
import { discord } from '@postern/providers/discord'
import { meta } from '@postern/providers/meta'
import { trello } from '@postern/providers/trello'
import { x } from '@postern/providers/x'
import { cleanUp } from '../../src/clean-up.js'
import { countRuns } from '../../src/count-runs.js'
import { frameworks, serve } from '../../src/frameworks.js'
import { recordWarnings } from '../../src/warnings.js'

beforeEach(recordWarnings)
afterEach(cleanUp)

const secrets = 'a-secret-of-some-length'
const ways = ['verifyWebhook', 'handleWebhook'] as const
const matrix = frameworks.flatMap((framework) =>
  ways.map((way) => ({ framework, way, name: framework.name })),
)

describe.each(matrix)('$name, $way', ({ framework, way }) => {
  async function serveScheme(scheme: ReturnType<typeof meta>) {
    const counted = countRuns()
    const options = { scheme, eventId: 'hash' } as const
    const { route, handler } = counted
    const url = await serve(framework, way === 'verifyWebhook' ? { options, route } : { options, handler })
    return { url, counted }
  }

  test('answers an unsigned GET with what it brought, for who knows the token', async () => {
    const { url, counted } = await serveScheme(meta({ secrets, verifyToken: 'my-token' }))
    const ask = (token: string) =>
      fetch(`${url}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=%3Cb%3E1158201444`)
    const answer = await ask('my-token')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).toBe('<b>1158201444')
    expect((await ask('another')).status).toBe(405)
    expect(counted.runs).toBe(0)
  })

  test('answers an unsigned GET with a MAC, and not for what could be a body', async () => {
    const { url, counted } = await serveScheme(x({ secrets }))
    const answer = await fetch(`${url}?crc_token=abc-123`)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    const mac = createHmac('sha256', secrets).update('abc-123').digest('base64')
    expect(await answer.json()).toEqual({ response_token: `sha256=${mac}` })
    for (const token of ['{"a":1}', '12345', 'true'])
      expect((await fetch(`${url}?crc_token=${encodeURIComponent(token)}`)).status).toBe(405)
    expect(counted.runs).toBe(0)
  })

  test('answers HEAD and OPTIONS where the provider asks so', async () => {
    const ofTrello = await serveScheme(trello({ secrets, url: 'https://hooks.example.com/trello' }))
    expect((await fetch(ofTrello.url, { method: 'HEAD' })).status).toBe(200)
    const ofEvents = await serveScheme(cloudEvents({ secrets }))
    const answer = await fetch(ofEvents.url, {
      method: 'OPTIONS',
      headers: { 'webhook-request-origin': 'eventemitter.example.com' },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('webhook-allowed-origin')).toBe('eventemitter.example.com')
  })

  test('answers a signed ping once it is verified, and refuses one that is not', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { url, counted } = await serveScheme(discord({ keys: publicKey }))
    const signed = discord({ keys: privateKey }).signRequest?.({ body: '{"id":"1","type":1}' })
    const send = (headers: Record<string, string>) =>
      fetch(url, { method: 'POST', headers, body: '{"id":"1","type":1}' })
    const answer = await send({ ...signed?.headers })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ type: 1 })
    expect((await send({ ...signed?.headers, 'x-signature-timestamp': '1' })).status).toBe(401)
    expect(counted.runs).toBe(0)
  })

  test('answers nothing to GET where the provider asks nothing', async () => {
    const { url } = await serveScheme(airtable({ secrets: Buffer.alloc(32, 1).toString('base64') }))
    expect([404, 405]).toContain((await fetch(url)).status)
  })
})
