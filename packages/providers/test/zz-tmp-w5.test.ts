import { defineScheme } from '@postern/core'
import { loadPreset } from './load-preset.js'
import { receive, receiverAt } from './receive.js'
import { createHmac } from 'node:crypto'
test('zendesk', async () => {
  const s = 'dGVzdC1zaWduaW5nLXNlY3JldC1vZi16ZW5kZXNr'
  const scheme = (await loadPreset('zendesk'))({ secrets: s })
  const sig = createHmac('sha256', s).update('2023-11-14T22:13:20.123Z' + 'ticket=1').digest('base64')
  const h = { 'content-type': 'application/x-www-form-urlencoded', 'x-zendesk-webhook-invocation-id': 'a', 'x-zendesk-webhook-signature': sig }
  for (const [t, b] of [['2023-11-14T22:13:20.123Z', 'ticket=1'], ['2023-11-14T22:13:20.123', 'Zticket=1'], ['2023-11-14T22:13:20', '.123Zticket=1']] as const)
    console.log(t, b, await receive(receiverAt(1700000000000, { scheme }), { ...h, 'x-zendesk-webhook-signature-timestamp': t }, b))
})
test('x', async () => {
  const x = defineScheme({ name: 'x', algorithm: 'hmac-sha256', secret: 'utf8', signature: { header: 'x-sig', format: { prefix: 'sha256=' }, encoding: 'base64' }, signs: '{body}',
   handshake: { signed: false, method: 'GET', when: { 'query:crc_token': true }, answer: { json: { response_token: { mac: '{query:crc_token}', prefix: 'sha256=' } } } } })
  const r = receiverAt(1700000000000, { scheme: x({ secrets: 'abcdefghijkl' }), eventId: 'hash' })
  const b = '{"evil":1}'
  const a = await receive(r, {}, '', { method: 'GET', url: '/?crc_token=' + encodeURIComponent(b) })
  console.log(a, await receive(r, { 'x-sig': JSON.parse(a.handshake ?? '').response_token }, b))
})
