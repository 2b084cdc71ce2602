import {
  type DeliveryStore,
  type ReceptionEvent,
  type SchemeOptions,
  standardWebhooks,
  type VerifyWebhookOptions,
  type WebhookError,
} from '@postern/core'
import { github } from '@postern/providers/github'
import { slack } from '@postern/providers/slack'
import { stripe } from '@postern/providers/stripe'
import { z } from 'zod'

/** Made for the demo: whoever runs it may read them. */
export const secrets = {
  stripe: 'whsec_q6Ewp2kJ0VpZ8cN4xLr1tYbH3mDs7uFg',
  github: 'correct horse battery staple',
  slack: '8f742231b10e8888abcd99yyyzzz85a5',
  standard: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
} as const

const shipment = z.object({ type: z.string(), data: z.object({ order: z.string() }) })

/** The webhook routes of one server, by path: the same options for every framework. */
export function endpoints(
  store: DeliveryStore,
  onRejected: (error: WebhookError, event: ReceptionEvent) => void,
): Record<string, VerifyWebhookOptions> {
  const common = { store, onRejected, bodyLimit: '64kb' }
  const secret = (name: keyof typeof secrets): SchemeOptions => ({ secrets: secrets[name] })
  return {
    '/stripe': { ...common, scheme: stripe(secret('stripe')) },
    '/github': { ...common, scheme: github(secret('github')) },
    '/slack': { ...common, scheme: slack(secret('slack')) },
    '/standard': { ...common, scheme: standardWebhooks(secret('standard')), schema: shipment },
    '/limited': {
      ...common,
      scheme: stripe(secret('stripe')),
      source: 'limited',
      rateLimit: { limit: 1, windowMs: 60_000 },
    },
  }
}
