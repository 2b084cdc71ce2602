import { createRequire } from 'node:module'
import { sign } from '@octokit/webhooks-methods'
import { slack } from '@postern/providers/slack'
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { secrets } from './endpoints.js'

/** One HTTP request to a webhook route. */
export interface Delivery {
  readonly path: string
  readonly method?: string
  /** A list is a header that is sent more than once. */
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: string
}

/** What a delivery may differ in from a genuine one of now. */
export interface Variation {
  readonly body?: string
  readonly secret?: string
  /** Epoch ms. */
  readonly sentAt?: number
  readonly path?: string
}

// JSON beside types that speak of a default export.
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  name: string
  examples: object[]
}[]

let made = 0

/** Makes an id that no other delivery of this run has. */
export function fresh(prefix: string): string {
  made += 1
  return `${prefix}_demo${String(made).padStart(4, '0')}`
}

/** An event as Stripe sends it, with an id of its own. */
export function stripeEvent(): string {
  const invoice = { id: fresh('in'), object: 'invoice', amount_paid: 4200, currency: 'eur', status: 'paid' }
  const event = { id: fresh('evt'), object: 'event', type: 'invoice.paid', data: { object: invoice } }
  return JSON.stringify({ ...event, livemode: false, pending_webhooks: 1 }, null, 2)
}

/** Signs with Stripe's SDK. */
export function fromStripe({
  body = stripeEvent(),
  secret = secrets.stripe,
  sentAt = Date.now(),
  path = '/stripe',
}: Variation = {}): Delivery {
  const timestamp = Math.floor(sentAt / 1000)
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp })
  const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature }
  return { path, headers, body }
}

/** Signs a real payload with Octokit. */
export async function fromGitHub(
  event: string,
  { secret = secrets.github }: Variation = {},
): Promise<Delivery> {
  const payload = JSON.stringify(examples.find(({ name }) => name === event)?.examples[0])
  return fromGitHubAs('application/json', event, payload, secret)
}

/** The same, as GitHub sends it where the content type of the webhook is a form. */
export async function formFromGitHub(event: string): Promise<Delivery> {
  const payload = JSON.stringify(examples.find(({ name }) => name === event)?.examples[0])
  const form = new URLSearchParams({ payload }).toString()
  return fromGitHubAs('application/x-www-form-urlencoded', event, form, secrets.github)
}

async function fromGitHubAs(type: string, event: string, body: string, secret: string): Promise<Delivery> {
  const headers = {
    'content-type': type,
    'x-github-event': event,
    'x-github-delivery': fresh('delivery'),
    'x-hub-signature-256': await sign(secret, body),
  }
  return { path: '/github', headers, body }
}

/** Signs with the reference library of Standard Webhooks. */
export function fromStandardWebhooks(payload: object): Delivery {
  const id = fresh('msg')
  const sentAt = new Date()
  const body = JSON.stringify(payload)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secrets.standard).sign(id, sentAt, body),
  }
  return { path: '/standard', headers, body }
}

/** Signs with Postern's own scheme, as Slack's SDK can only verify. */
export function fromSlack(payload: object): Delivery {
  const body = JSON.stringify(payload)
  const headers = slack({ secrets: secrets.slack }).sign({ body })
  return { path: '/slack', headers: { 'content-type': 'application/json', ...headers }, body }
}
