import { execFileSync } from 'node:child_process'
import { createPrivateKey, sign } from 'node:crypto'
import { SecretsUnavailableError } from '@postern/core'
import { awsSns } from '@postern/providers/awsSns'
import { now, receive, receiverAt } from './receive.js'

const topic = 'arn:aws:sns:us-east-1:123456789012:orders'
const certificateUrl =
  'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem'

const made = execFileSync(
  'openssl',
  ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', '-', '-days', '3650', '-subj', '/CN=sns'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
)
const pemOf = (kind: string) =>
  new RegExp(`-----BEGIN ${kind}-----[^]*?-----END ${kind}-----`).exec(made)?.[0] ?? ''
const privateKey = createPrivateKey(pemOf('PRIVATE KEY'))

const notification = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topic,
  Subject: 'Grüße',
  Message: '{"id":"evt_1"}',
  Timestamp: new Date(now).toISOString(),
  SignatureVersion: '2',
  SigningCertURL: certificateUrl,
}

// The order of the documentation: bytes of the names.
const signedMembers = [
  ...['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type'],
]

function signed(message: Readonly<Record<string, string>>): string {
  const members = signedMembers.filter((name) => name in message)
  const text = members.map((name) => `${name}\n${message[name] ?? ''}\n`).join('')
  const algorithm = message['SignatureVersion'] === '1' ? 'sha1' : 'sha256'
  const Signature = sign(algorithm, Buffer.from(text, 'utf8'), privateKey).toString('base64')
  return JSON.stringify({ ...message, Signature })
}

function setUp(options: Partial<Parameters<typeof awsSns>[0]> = {}) {
  const asked: string[] = []
  const scheme = awsSns({
    topics: topic,
    certificateAt: (url) => {
      asked.push(url)
      return Promise.resolve(pemOf('CERTIFICATE'))
    },
    ...options,
  })
  const headers = { 'content-type': 'text/plain; charset=UTF-8' }
  const send = (body: string) => receive(receiverAt(now, { scheme }), headers, body)
  return { asked, send }
}

test.each(['1', '2'])(
  'admits a notification of signature version %s, and fetches the certificate once',
  async (SignatureVersion) => {
    const { asked, send } = setUp()
    const body = signed({ ...notification, SignatureVersion })
    expect(await send(body)).toMatchObject({ id: notification.MessageId, type: 'Notification' })
    expect(await send(body)).toMatchObject({ id: notification.MessageId })
    expect(asked).toEqual([certificateUrl])
  },
)

test('admits a notification without a subject', async () => {
  const { Subject: _, ...others } = notification
  expect(await setUp().send(signed(others))).toMatchObject({ id: notification.MessageId })
})

test.each(['Message', 'MessageId', 'Subject', 'TopicArn', 'Type'])('refuses another %s', async (member) => {
  const { send } = setUp({ topics: [topic, 'another'] })
  const body = JSON.parse(signed(notification)) as Record<string, string>
  expect(await send(JSON.stringify({ ...body, [member]: 'another' }))).toEqual({
    refused: 'signature_mismatch',
  })
})

test.each([
  {
    name: 'a topic of another account',
    change: { TopicArn: 'arn:aws:sns:us-east-1:999:orders' },
    reason: 'signature_mismatch',
  },
  { name: 'a version that there is not', change: { SignatureVersion: '3' }, reason: 'signature_unsupported' },
  ...[
    'https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-01d088a6f77103d0.pem',
    'https://evil.example/sns.us-east-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0.pem',
    'http://sns.us-east-1.amazonaws.com/SimpleNotificationService-01d088a6f77103d0.pem',
    'https://sns.us-east-1.amazonaws.com@evil.example/SimpleNotificationService-01d088a6f77103d0.pem',
    'https://s3.amazonaws.com/SimpleNotificationService-01d088a6f77103d0.pem',
    'https://sns.us-east-1.amazonaws.com/other.pem',
  ].map((SigningCertURL) => ({
    name: `the certificate ${SigningCertURL}`,
    change: { SigningCertURL },
    reason: 'signature_unsupported',
  })),
])('refuses $name, and fetches nothing', async ({ change, reason }) => {
  const { asked, send } = setUp()
  expect(await send(signed({ ...notification, ...change }))).toEqual({ refused: reason })
  expect(asked).toEqual([])
})

test.each([
  { name: 'nothing', body: '{}' },
  { name: 'no JSON', body: 'Type=Notification' },
  { name: 'a list', body: '[]' },
])('refuses $name', async ({ body }) => {
  expect(await setUp().send(body)).toEqual({ refused: 'signature_missing' })
})

test('refuses members that take lines of the message, and members that are no text', async () => {
  const { send } = setUp()
  const { Subject: _, ...others } = notification
  const message = { ...others, Message: 'text\nMessageId\nanother' }
  expect(await send(signed(message))).toMatchObject({ id: notification.MessageId })
  const moved = { ...message, Message: 'text', MessageId: `another\nMessageId\n${notification.MessageId}` }
  const { Signature } = JSON.parse(signed(message)) as { Signature: string }
  expect((await send(JSON.stringify({ ...moved, Signature }))).refused).toMatch(/^signature_/)
  const body = JSON.parse(signed(others)) as object
  expect((await send(JSON.stringify({ ...body, Subject: ['x'] }))).refused).toMatch(/^signature_/)
})

test.each([
  { name: 'without its padding', respell: (text: string) => text.replace(/=+$/, '') },
  {
    name: 'in the alphabet of URLs',
    respell: (text: string) => Buffer.from(text, 'base64').toString('base64url'),
  },
  { name: 'with white space', respell: (text: string) => `${text}\n` },
])('refuses the signature spelled $name', async ({ respell }) => {
  const body = JSON.parse(signed(notification)) as { Signature: string }
  const Signature = respell(body.Signature)
  expect(await setUp().send(JSON.stringify({ ...body, Signature }))).toEqual({
    refused: 'signature_malformed',
  })
})

test('refuses a certificate with a key that is none of RSA', async () => {
  const elliptic = execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
      ...['-nodes', '-keyout', '/dev/null', '-days', '3650', '-subj', '/CN=sns'],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  )
  const { send } = setUp({ certificateAt: () => Promise.resolve(elliptic) })
  expect(await send(signed(notification))).toEqual({ refused: 'signature_unsupported' })
})

test('refuses what is more than an hour old', async () => {
  const Timestamp = new Date(now - 60 * 60 * 1000 - 1000).toISOString()
  expect(await setUp().send(signed({ ...notification, Timestamp }))).toEqual({ refused: 'timestamp_too_old' })
})

test('asks SNS to come again when the certificate cannot be fetched, and fetches anew then', async () => {
  let fails = true
  const { send } = setUp({
    certificateAt: () =>
      fails ? Promise.reject(new Error('no network')) : Promise.resolve(pemOf('CERTIFICATE')),
  })
  expect(await send(signed(notification))).toEqual({ refused: new SecretsUnavailableError(undefined).code })
  fails = false
  expect(await send(signed(notification))).toMatchObject({ id: notification.MessageId })
})

const confirmation = {
  ...notification,
  Type: 'SubscriptionConfirmation',
  Token: 'abc',
  SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc',
}

function signedConfirmation(change: Record<string, string> = {}): string {
  const { Subject: _, ...members } = { ...confirmation, ...change }
  return signed(members)
}

describe('a confirmation', () => {
  let fetched: string[]
  beforeEach(() => {
    fetched = []
    jest.spyOn(globalThis, 'fetch').mockImplementation((url) => {
      fetched.push(url as string)
      return Promise.resolve(new Response('<ConfirmSubscriptionResponse/>'))
    })
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  test('is a delivery, and nothing is confirmed, unless the user wants it', async () => {
    expect(await setUp().send(signedConfirmation())).toMatchObject({ type: 'SubscriptionConfirmation' })
    expect(fetched).toEqual([])
  })

  test('is answered by a request to Amazon', async () => {
    const { send } = setUp({ confirmsSubscriptions: true })
    expect(await send(signedConfirmation())).toEqual({ handshake: '' })
    expect(fetched).toEqual([confirmation.SubscribeURL])
  })

  test('is one of subscribing alone: the end of a subscription is not undone', async () => {
    const { send } = setUp({ confirmsSubscriptions: true })
    const ended = signedConfirmation({ Type: 'UnsubscribeConfirmation' })
    expect(await send(ended)).toMatchObject({ type: 'UnsubscribeConfirmation' })
    expect(fetched).toEqual([])
  })

  test('leads to no other host, even when it is signed', async () => {
    const { send } = setUp({ confirmsSubscriptions: true })
    for (const SubscribeURL of ['https://evil.example/?a=1', 'http://169.254.169.254/?a=1'])
      expect(await send(signedConfirmation({ SubscribeURL }))).toMatchObject({
        type: 'SubscriptionConfirmation',
      })
    expect(fetched).toEqual([])
  })
})

test('refuses to be made without a topic', () => {
  expect(() => awsSns({ topics: [] })).toThrow(/topics must name one ARN/)
})
