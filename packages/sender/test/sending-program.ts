// A program that sends to https://hooks.example at a port of loopback, and prints why that failed.
import { standardWebhooks } from '@postern/core'
import { createSender } from '@postern/sender'

const port = Number(process.argv[2])
const sender = createSender({
  scheme: standardWebhooks({ secrets: Buffer.alloc(24).toString('base64') }),
  retries: { schedule: [] },
  destinations: {
    allow: ['127.0.0.1'],
    ports: [port],
    resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  },
})
const { reason } = await sender.send({ url: `https://hooks.example:${port}/`, id: 'msg_1', payload: {} })
console.log(reason)
await sender.close()
