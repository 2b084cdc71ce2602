import { generateKeyPairSync, randomBytes, sign as signBytes } from 'node:crypto'
import MessageValidator from 'sns-payload-validator'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'sns-payload-validator', uses: 'validate, certCache' }

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })

function der(tag, ...parts) {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** A certificate that its own key has signed, of the name that Amazon's has. */
function certificateOf({ publicKey, privateKey }) {
  const sha256WithRsa = der(0x30, der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05))
  const commonName = [der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('sns.amazonaws.com'))]
  const name = der(0x30, der(0x31, der(0x30, ...commonName)))
  const dates = ['20200101000000Z', '20991231235959Z'].map((date) => der(0x18, Buffer.from(date)))
  const certified = der(
    0x30,
    der(0x02, Buffer.from([1])),
    sha256WithRsa,
    name,
    der(0x30, ...dates),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = signBytes('sha256', certified, privateKey)
  const certificate = der(0x30, certified, sha256WithRsa, der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

const certificateId = randomBytes(16).toString('hex')

/** The public key is in a certificate, at a URL that the message names. */
export const keys = {
  publicKey: certificateOf(pair),
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  certificateUrl: `https://sns.us-east-1.amazonaws.com/SimpleNotificationService-${certificateId}.pem`,
}

/** A notification, to which its `Signature` is added. */
export const body = JSON.stringify({
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:us-east-1:123456789012:topic',
  Subject: 'a subject',
  Message: '{"id":"evt_1"}',
  Timestamp: '2026-01-05T10:00:00.000Z',
  SignatureVersion: '2',
  Signature: '',
  SigningCertURL: keys.certificateUrl,
})

export const request = { headers: { 'content-type': 'text/plain; charset=UTF-8' } }

/** Nobody but Amazon signs: what both are shown is signed here, as the documentation says. */
export const sending = null
export const receiving = {
  topics: 'arn:aws:sns:us-east-1:123456789012:topic',
  certificateAt: async () => keys.publicKey,
}

export async function sign({ method, url, body }, { privateKey }) {
  const message = { ...JSON.parse(body), Timestamp: new Date().toISOString() }
  const names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
  const text = names.map((name) => `${name}\n${message[name]}\n`).join('')
  message.Signature = signBytes('sha256', Buffer.from(text), privateKey).toString('base64')
  return { method, url, headers: { ...request.headers }, body: JSON.stringify(message) }
}

/** Whether the package accepts a request. It is given the certificate, which it would fetch. */
export async function verify({ body }, { publicKey, certificateUrl }) {
  const validator = new MessageValidator()
  validator.certCache.set(certificateUrl, publicKey)
  await validator.validate(body.toString())
  return true
}
