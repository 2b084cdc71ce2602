import { setTimeout as delay } from 'node:timers/promises'
import { manualClock } from '@postern/testing'
import { createReceiver, perTenant, type PerTenantOptions, standardWebhooks } from '../../src/index.js'
import { outcomeOf } from '../attempt.js'

const secretsOf: Record<string, string> = {
  acme: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  globex: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
}

function serve(options: Partial<PerTenantOptions<string>> = {}) {
  const loaded: string[] = []
  const secrets = perTenant<string>({
    tenant: ({ url = '' }) => /^\/(.+)$/.exec(url)?.[1],
    load: async (tenant) => {
      loaded.push(tenant)
      await delay(5)
      return secretsOf[tenant]
    },
    ...options,
  })
  const clock = manualClock(Date.now())
  const receiver = createReceiver({
    scheme: standardWebhooks({ secrets }),
    clock,
    onRejected: () => undefined,
  })
  let last = 0
  const send = (tenant: string, secret = secretsOf[tenant]) => {
    const id = `evt_${(last += 1)}`
    const headers = standardWebhooks({ secrets: secret ?? secretsOf['acme']! }).sign({ id, body: '{}' })
    return outcomeOf(receiver.receive({ method: 'POST', url: `/${tenant}`, headers, rawBody: '{}' }))
  }
  return { send, loaded }
}

test('loads the secrets of a tenant once, also for requests that come at the same time', async () => {
  const { send, loaded } = serve()
  expect(await Promise.all([send('acme'), send('acme'), send('globex')])).toEqual(Array(3).fill('admitted'))
  expect(await send('acme')).toBe('admitted')
  expect(loaded).toEqual(['acme', 'globex'])
})

test('takes no tenant by the secret of another, whatever was asked before', async () => {
  const { send } = serve()
  expect(await send('acme')).toBe('admitted')
  expect(await send('globex', secretsOf['acme'])).toBe('signature_mismatch')
  expect(await send('globex')).toBe('admitted')
  expect(await send('acme', secretsOf['globex'])).toBe('signature_mismatch')
})

test('refuses a tenant that there is not, and a request of none, and remembers the former', async () => {
  const { send, loaded } = serve()
  expect([await send('nobody'), await send('nobody'), await send('')]).toEqual(
    Array(3).fill('signature_mismatch'),
  )
  expect(loaded).toEqual(['nobody'])
})

test('loads again when the time is over', async () => {
  const { send, loaded } = serve({ ttlMs: 40 })
  await send('acme')
  await delay(50)
  expect(await send('acme')).toBe('admitted')
  expect(loaded).toEqual(['acme', 'acme'])
})

test('refuses a tenant that was taken out, and remembers it', async () => {
  let isThere = true
  const asked: string[] = []
  const { send } = serve({
    ttlMs: 200,
    load: (tenant) => {
      asked.push(tenant)
      return isThere ? secretsOf[tenant] : undefined
    },
  })
  expect(await send('acme')).toBe('admitted')
  isThere = false
  await delay(210)
  expect([await send('acme'), await send('acme')]).toEqual(Array(2).fill('signature_mismatch'))
  expect(asked).toHaveLength(2)
})

test('keeps no more tenants than it may, and lets none that are made up push out a real one', async () => {
  const { send, loaded } = serve({ maxTenants: 2 })
  await send('acme')
  for (let index = 0; index < 10; index += 1) await send(`made-up-${index}`)
  expect(await send('acme')).toBe('admitted')
  expect(loaded.filter((tenant) => tenant === 'acme')).toHaveLength(1)
  await send('made-up-0')
  expect(loaded.filter((tenant) => tenant === 'made-up-0')).toHaveLength(2)
})

test('answers 503 when the secrets cannot be loaded, and asks again', async () => {
  let fails = true
  const { send } = serve({
    load: (tenant) => (fails ? Promise.reject(new Error('down')) : secretsOf[tenant]),
  })
  expect(await send('acme')).toBe('ERR_WEBHOOK_SECRETS_UNAVAILABLE')
  fails = false
  expect(await send('acme')).toBe('admitted')
})

test.each([
  { name: 'no function', options: { tenant: 'acme' }, message: /tenant must be a function/ },
  { name: 'an unknown option', options: { max: 5 }, message: /unknown option max/ },
  { name: 'no time', options: { ttlMs: 0 }, message: /ttlMs must be a number above 0/ },
  { name: 'no tenants', options: { maxTenants: 0 }, message: /maxTenants must be a number above 0/ },
])('refuses $name', ({ options, message }) => {
  const valid = { tenant: () => 'a', load: () => 'b' }
  expect(() => perTenant({ ...valid, ...(options as object) })).toThrow(message)
})
