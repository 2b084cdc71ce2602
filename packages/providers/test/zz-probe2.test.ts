import { createHmac } from 'node:crypto'
import { hook0 } from '../src/hook0.js'
import { receive, receiverAt, now } from './receive.js'
test('probe', async () => {
  const secret = '8f2f0a52-6f2b-4a0e-9a1c-0d3b7e5c9a41'
  const h = 'content-type x-event-id x-event-type'
  const body = '{"a":1}'
  const sig = createHmac('sha256', secret).update(`1700000000.${h}.application/json.ID.service.resource.verb.${body}`).digest('hex')
  const base = { 'content-type': 'application/json', 'x-hook0-signature': `t=1700000000,h=${h},v1=${sig}` }
  const r = receiverAt(now, { scheme: hook0({ secrets: secret }) })
  console.log(JSON.stringify([
    await receive(r, { ...base, 'x-event-id': 'ID', 'x-event-type': 'service.resource.verb' }, body),
    await receive(r, { ...base, 'x-event-id': 'ID.service', 'x-event-type': 'resource.verb' }, body),
    await receive(r, { ...base, 'x-event-id': 'ID.service.resource', 'x-event-type': 'verb' }, body),
  ]))
})
