import { createHmac } from 'node:crypto'
import { createReceiver, defineStandardWebhooks, type StandardWebhooksDefinition } from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'
import { attempt, now } from '../attempt.js'

const bytes = Buffer.alloc(24, 7)
const secrets = `whsec_${bytes.toString('base64')}`
const rawBody = '{"kind":"made","key":"k1"}'

const headersOf = (family: string, key: string | Buffer = bytes) => ({
  [`${family}-id`]: 'evt_1',
  [`${family}-timestamp`]: '1700000000',
  [`${family}-signature`]: `v1,${createHmac('sha256', key).update(`evt_1.1700000000.${rawBody}`).digest('base64')}`,
})
const made = (change: Partial<StandardWebhooksDefinition> = {}) =>
  defineStandardWebhooks({ name: 'acme', ...change })

test('takes the headers of both families, or of those that it is told', async () => {
  const verdict = (families: string[] | undefined, family: string) =>
    attempt({ scheme: made(families && { families })({ secrets }) }, { headers: headersOf(family), rawBody })
  expect(await verdict(undefined, 'webhook')).toBe('admitted')
  expect(await verdict(undefined, 'svix')).toBe('admitted')
  expect(await verdict(['webhook'], 'svix')).toBe('signature_missing')
  expect(await verdict(['acme'], 'acme')).toBe('admitted')
})

test('reads secrets as it is told', async () => {
  const text = 'a-secret-of-some-length'
  const verdict = (form: 'utf8' | 'whsec') =>
    attempt(
      { scheme: made({ secret: form })({ secrets: Buffer.from(text) }) },
      { headers: headersOf('svix', text), rawBody },
    )
  expect(await verdict('utf8')).toBe('admitted')
  expect(
    await attempt(
      { scheme: made({ secret: 'utf8' })({ secrets: text }) },
      { headers: headersOf('svix', text), rawBody },
    ),
  ).toBe('admitted')
  expect(() => made()({ secrets: text })).toThrow(/is not base64/)
})

test('finds the type and the id where it is told, and the id in the headers else', async () => {
  const webhookOf = async (change: Partial<StandardWebhooksDefinition>) => {
    const receiver = createReceiver({ scheme: made(change)({ secrets }), clock: manualClock(now) })
    const reception = await receiver.receive({ method: 'POST', headers: headersOf('svix'), rawBody })
    return reception.kind === 'admitted' ? reception.webhook : undefined
  }
  expect(await webhookOf({ event: { type: '$.kind' } })).toMatchObject({
    id: 'evt_1',
    type: 'made',
    source: 'acme',
  })
  expect(await webhookOf({})).toMatchObject({ id: 'evt_1', type: undefined })
})

test('binds the id and the timestamp', async () => {
  const scheme = made()({ secrets })
  const verdict = (change: object) =>
    attempt({ scheme }, { headers: { ...headersOf('svix'), ...change }, rawBody })
  expect(await verdict({ 'svix-id': 'evt_2' })).toBe('signature_mismatch')
  expect(await verdict({ 'svix-id': 'evt.1' })).toBe('id_malformed')
  expect(await verdict({ 'svix-timestamp': '1700000001' })).toBe('signature_mismatch')
  expect(await verdict({ 'svix-timestamp': '1600000000' })).toBe('timestamp_too_old')
  expect(scheme).toMatchObject({ signsTimestamp: true, bodySigned: true })
})

test('refuses members that there are not', () => {
  expect(() => made({ header: 'x' } as object)).toThrow(/unknown option header/)
  expect(() => made({ families: [] })).toThrow(/'families' is empty/)
})
