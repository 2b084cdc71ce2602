// Where nothing marks the end of what is signed, text could move from one place of a request to another.
import { framer } from '@postern/providers/framer'
import { plivoV3 } from '@postern/providers/plivoV3'
import { twilio } from '@postern/providers/twilio'
import { now, type Outcome, receive, receiverAt } from './receive.js'

const secrets = 'a-secret-of-the-test-that-is-long-enough'

async function judge(scheme: ReturnType<typeof framer>, sent: Sent): Promise<Outcome> {
  const receiver = receiverAt(now, { scheme, parse: 'raw', eventId: 'hash' })
  return receive(receiver, sent.headers, sent.body)
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

test.each([
  { name: 'the start of the id to the body', signed: ['{"a":1}', 'xyz'], moved: ['{"a":1}x', 'yz'] },
  { name: 'the end of the body to the id', signed: ['{"a":{"b":1}}', 'x'], moved: ['{"a":{"b":1}', '}x'] },
])('Framer: $name', async ({ signed: [body = '', id = ''], moved: [otherBody = '', otherId = ''] }) => {
  const scheme = framer({ secrets })
  const { 'framer-signature': signature = '' } = scheme.sign({ body, id })
  const sent = (bytes: string, submission: string) => ({
    headers: { 'framer-webhook-submission-id': submission, 'framer-signature': signature },
    body: bytes,
  })
  expect(await judge(scheme, sent(body, id))).toHaveProperty('id')
  expect(otherBody + otherId).toBe(body + id)
  expect(await judge(scheme, sent(otherBody, otherId))).toEqual({ refused: 'signature_mismatch' })
})

test('Plivo: the fields of the form to the nonce', async () => {
  const scheme = plivoV3({ secrets, url: 'https://hooks.example.com/in?a=1' })
  const nonce = '05429567804466091622'
  const body = 'To=b'
  const signature = scheme.sign({ body, headers: { 'x-plivo-signature-v3-nonce': nonce } })[
    'x-plivo-signature-v3'
  ]
  const sent = (bytes: string, value: string) => ({
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-plivo-signature-v3-nonce': value,
      'x-plivo-signature-v3': String(signature),
    },
    body: bytes,
  })
  expect(await judge(scheme, sent(body, nonce))).toHaveProperty('id')
  expect(await judge(scheme, sent('', `Tob.${nonce}`))).toEqual({ refused: 'signature_mismatch' })
})

test('Twilio: the signature of JSON to a form without fields', async () => {
  const body = '{"a":1}'
  const bodySHA256 = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862'
  const scheme = twilio({ secrets, url: `https://hooks.example.com/in?bodySHA256=${bodySHA256}` })
  const signature = String(scheme.sign({ body })['x-twilio-signature'])
  const sent = (type: string, bytes: string) => ({
    headers: { 'content-type': type, 'x-twilio-signature': signature },
    body: bytes,
  })
  expect(await judge(scheme, sent('application/json', body))).toHaveProperty('id')
  expect(await judge(scheme, sent('application/x-www-form-urlencoded', ''))).toEqual({
    refused: 'signature_mismatch',
  })
})
