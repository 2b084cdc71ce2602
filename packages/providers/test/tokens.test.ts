import { createHmac, generateKeyPairSync } from 'node:crypto'
import { kinde } from '@postern/providers/kinde'
import { messagebird } from '@postern/providers/messagebird'
import { now, receive, receiverAt } from './receive.js'

test('a body that is a token is one event, whatever white space stands around it', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const signed = kinde({ keys: privateKey }).signRequest?.({ body: '{"type":"user.updated"}', sentAt: now })
  const token = String(signed?.body)
  const receiver = receiverAt(now, { scheme: kinde({ keys: publicKey }), eventId: 'hash' })
  const first = await receive(receiver, {}, token)
  expect(first).toMatchObject({ payload: { type: 'user.updated' } })
  for (const body of [`${token} `, `\n${token}\n`])
    expect(await receive(receiver, {}, body)).toEqual({ duplicate: first.id })
})

test('a token that never expires is refused where the provider lets all of its own expire', async () => {
  const secret = 'PlLrKaqvZNRR5zAjm42ZT6q1SQxgbbGd'
  const url = 'https://hooks.example.com/in'
  const sha256 = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const signed = messagebird({ secrets: secret, url }).sign({ body: '{}', url, sentAt: now })
  const token = signed['messagebird-signature-jwt'] ?? ''
  const [header = '', claimsText = ''] = token.split('.')
  const { exp: _, ...claims } = JSON.parse(Buffer.from(claimsText, 'base64url').toString()) as { exp: number }
  const text = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const judge = (value: string) =>
    receive(
      receiverAt(now, { scheme: messagebird({ secrets: secret, url }), eventId: 'hash' }),
      { 'messagebird-signature-jwt': value },
      '{}',
    )
  expect(await judge(token)).not.toHaveProperty('refused')
  expect(await judge(`${text}.${sha256(text)}`)).toEqual({ refused: 'timestamp_missing' })
})
