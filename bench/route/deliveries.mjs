import { createHmac, createSecretKey, randomUUID } from 'node:crypto'
import { secret } from './application.mjs'

const key = createSecretKey(Buffer.from(secret.slice('whsec_'.length), 'base64'))

/** Signs deliveries of one body, each with an id of its own, as requests ready to be written to a socket. */
export function signDeliveries(body, count, port) {
  const run = randomUUID()
  const timestamp = Math.floor(Date.now() / 1000)
  return Array.from({ length: count }, (_, index) => {
    const id = `msg_${run}_${index}`
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
    return (
      `POST /webhooks HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nuser-agent: bench\r\naccept: */*\r\n` +
      `webhook-id: ${id}\r\nwebhook-timestamp: ${timestamp}\r\nwebhook-signature: v1,${signature}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`
    )
  })
}
