// A program that does nothing but wait for a delivery, which fails at first.
import { standardWebhooks } from '@postern/core'
import { createSender } from '@postern/sender'

const url = process.argv[2] ?? ''
const sender = createSender({
  scheme: standardWebhooks({ secrets: Buffer.alloc(24).toString('base64') }),
  retries: { schedule: [200] },
  destinations: { allow: ['127.0.0.1'], ports: [Number(new URL(url).port)], http: true },
})
const { outcome, attempts } = await sender.send({ url, id: 'msg_1', payload: {} })
console.log(outcome, attempts)
