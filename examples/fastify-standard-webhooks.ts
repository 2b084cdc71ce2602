// Receives Standard Webhooks. WEBHOOK_SECRET is the secret that the sender shows, with or without its whsec_.
import { standardWebhooks, verifyWebhook } from '@postern/fastify'
import Fastify from 'fastify'
import { z } from 'zod'

const { WEBHOOK_SECRET = '', PORT = '3000' } = process.env

const userCreated = z.object({
  type: z.literal('user.created'),
  data: z.object({ id: z.string(), email: z.email() }),
})

const app = Fastify({ logger: true })

await app.register(async (scope) => {
  await scope.register(verifyWebhook, {
    scheme: standardWebhooks({ secrets: WEBHOOK_SECRET }),
    schema: userCreated,
    rateLimit: { limit: 100, windowMs: 1000 },
  })

  scope.post<{ Body: z.infer<typeof userCreated> }>('/webhooks', (request, reply) => {
    const { id, payload } = request.webhook
    request.log.info({ webhook: id, user: payload.data.id }, payload.type)
    return reply.code(204).send()
  })
})

// Outside the scope nothing is verified, and Fastify reads bodies as it always does.
app.post('/orders', (request, reply) => reply.code(201).send(request.body))

await app.listen({ port: Number(PORT) })
