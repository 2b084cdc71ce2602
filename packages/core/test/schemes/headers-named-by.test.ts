import { attempt } from '../attempt.js'
import { acme, macOf, send } from './acme.js'

const scheme = acme({
  signature: { header: 'x-signature', format: { pairs: ',', signature: 'v1' }, encoding: 'hex' },
  signs: '{signature:h}.{headersNamedBy:h}.{body}',
  event: { id: { header: 'X-Event-Id' } },
})

const verdict = (names: string, signed: string, headers: Record<string, string>) =>
  attempt(
    { scheme },
    { headers: { ...headers, 'x-signature': `h=${names},v1=${macOf(signed)}` }, rawBody: '{}' },
  )

test('signs the values of the headers that the signature names, in their order', async () => {
  const headers = { 'x-event-id': 'evt_1', 'x-event-type': 'made' }
  expect(await verdict('X-Event-Id X-Event-Type', 'X-Event-Id X-Event-Type.evt_1.made.{}', headers)).toBe(
    'admitted',
  )
  expect(await verdict('x-event-type x-event-id', 'x-event-type x-event-id.made.evt_1.{}', headers)).toBe(
    'admitted',
  )
  expect(await verdict('x-event-id x-event-type', 'x-event-id x-event-type.evt_2.made.{}', headers)).toBe(
    'signature_mismatch',
  )
})

test('refuses a name whose header is missing, so that none takes the place of another', async () => {
  const headers = { 'x-event-id': 'evt_1' }
  for (const names of ['x-event-id x-event-type', 'x-event-type x-event-id'])
    for (const signed of [`${names}.evt_1.{}`, `${names}.evt_1..{}`, `${names}..evt_1.{}`])
      expect(await verdict(names, signed, headers)).toBe('header_malformed')
})

test.each(['x.a', 'x-event-id  x-a', ' x-event-id', 'x_a', 'x:a'])(
  'refuses %p for names of headers',
  async (names) => {
    const headers = { 'x-event-id': 'evt_1', 'x-a': '1', 'x.a': '1', x_a: '1' }
    for (const signed of [`${names}.evt_1.{}`, `${names}.1.{}`, `${names}.evt_1.1.{}`])
      expect(await verdict(names, signed, headers)).toBe('header_malformed')
  },
)

test('signs no header where the signature names none', async () => {
  const unnamed = acme({
    signature: { header: 'x-signature', format: { pairs: ',', signature: 'v1' }, encoding: 'hex' },
    signs: '{headersNamedBy:h}|{body}',
  })
  expect(await send(unnamed, { headers: { 'x-signature': `v1=${macOf('|{}')}` } })).toBe('admitted')
  const headers = { 'x-a': '1', 'x-signature': `h=x-a,v1=${macOf('1|{}')}` }
  expect(await send(unnamed, { headers })).toBe('admitted')
})

test('refuses an id with the dot that joins the values', async () => {
  expect(await verdict('x-event-id', 'x-event-id.evt.1.{}', { 'x-event-id': 'evt.1' })).toBe('id_malformed')
})

test('refuses a named header that came twice', async () => {
  const headers = { 'x-event-id': 'evt_1', 'x-signature': `h=x-a,v1=${macOf('x-a.1.{}')}` }
  const rawBody = '{}'
  expect(await attempt({ scheme }, { headers: { ...headers, 'x-a': '1' }, rawBody })).toBe('admitted')
  expect(await attempt({ scheme }, { headers: { ...headers, 'x-a': ['1', '1'] }, rawBody })).toBe(
    'header_repeated',
  )
})
