import {
  type Delivery,
  formFromGitHub,
  fresh,
  fromGitHub,
  fromSlack,
  fromStandardWebhooks,
  fromStripe,
  stripeEvent,
} from './deliveries.js'
import type { Outcome, Receiver } from './receiver.js'

/** One line of the demo: what is sent, and what must come of it on every framework. */
export interface Step {
  readonly sent: string
  readonly expected: Outcome
  readonly send: (receiver: Receiver) => Promise<Outcome>
}

/** Steps of one kind. */
export interface Chapter {
  readonly title: string
  /** Whether no step of it may ask the store anything. */
  readonly sparesStore: boolean
  readonly steps: readonly Step[]
}

const minute = 60_000
const challenge = { type: 'url_verification', challenge: '3eZbrw1a' }

function step(sent: string, delivery: Delivery, status: number, why: string): Step {
  return { sent, expected: { status, why }, send: (receiver) => receiver.send(delivery) }
}

/** Everything that the demo sends, in order. */
export async function scenario(): Promise<Chapter[]> {
  return [await genuine(), forged(), unacceptable(), repeated(), limited()]
}

async function genuine(): Promise<Chapter> {
  const ran = 'handler ran, attempt 1'
  const shipment = { type: 'order.shipped', data: { order: '1042' } }
  const mention = {
    type: 'event_callback',
    event_id: fresh('Ev'),
    event: { type: 'app_mention', text: 'Grüße 🦊' },
  }
  return {
    title: "Genuine, signed by the providers' own libraries",
    sparesStore: false,
    steps: [
      step('Stripe: invoice.paid', fromStripe(), 204, ran),
      step('GitHub: pull_request, a real payload', await fromGitHub('pull_request'), 204, ran),
      step('GitHub: push, a real payload as a form', await formFromGitHub('push'), 204, ran),
      step('Standard Webhooks: order.shipped', fromStandardWebhooks(shipment), 204, ran),
      step('Slack: app_mention (signed by Postern)', fromSlack(mention), 204, ran),
    ],
  }
}

function forged(): Chapter {
  const event = stripeEvent()
  const original = fromStripe({ body: event })
  const signature = original.headers['stripe-signature'] as string
  const withSignature = (value: string | string[]): Delivery => ({
    ...original,
    headers: { ...original.headers, 'stripe-signature': value },
  })
  const { 'stripe-signature': _signature, ...unsigned } = original.headers
  const later = signature.replace(/[0-9]+/, (seconds) => String(Number(seconds) + 1))
  const mismatch = 'signature_mismatch'
  return {
    title: 'Not genuine, or no longer',
    sparesStore: true,
    steps: [
      step('Signed with another secret', fromStripe({ secret: 'whsec_of_someone_else' }), 401, mismatch),
      step(
        'One digit of the amount altered',
        { ...original, body: event.replace('4200', '4201') },
        401,
        mismatch,
      ),
      step('Timestamp a second later', withSignature(later), 401, mismatch),
      step(
        'Recorded six minutes ago',
        fromStripe({ sentAt: Date.now() - 6 * minute }),
        401,
        'timestamp_too_old',
      ),
      step(
        'Dated six minutes ahead',
        fromStripe({ sentAt: Date.now() + 6 * minute }),
        401,
        'timestamp_in_future',
      ),
      step('No signature', { ...original, headers: unsigned }, 401, 'signature_missing'),
      step(
        'A v0 signature only',
        withSignature(signature.replace('v1=', 'v0=')),
        401,
        'signature_unsupported',
      ),
      step('Signature header twice', withSignature([signature, signature]), 401, 'header_repeated'),
      step(
        "Slack's check of the endpoint, unsigned",
        { ...fromSlack(challenge), headers: {} },
        401,
        'signature_missing',
      ),
    ],
  }
}

function unacceptable(): Chapter {
  const large = JSON.stringify({ id: 'evt_large', padding: 'x'.repeat(100_000) })
  const image = fromStripe()
  const incomplete = { type: 'order.shipped', data: {} }
  return {
    title: 'Signed, but nothing for the handler',
    sparesStore: true,
    steps: [
      step('100 KB where 64 are allowed', fromStripe({ body: large }), 413, 'body_too_large'),
      step('Not JSON', fromStripe({ body: 'id=evt_1' }), 400, 'payload_malformed'),
      step('JSON without an event id', fromStripe({ body: '{"type":"ping"}' }), 400, 'event_id_missing'),
      step('JSON that the schema refuses', fromStandardWebhooks(incomplete), 422, 'payload_invalid'),
      step(
        'An image by its media type',
        { ...image, headers: { ...image.headers, 'content-type': 'image/png' } },
        415,
        'media_type',
      ),
      step('GET', { ...fromStripe(), method: 'GET', body: '' }, 405, 'method'),
      step("Slack's check of the endpoint", fromSlack(challenge), 200, 'answered 3eZbrw1a'),
    ],
  }
}

function repeated(): Chapter {
  const event = stripeEvent()
  const slow = fromStripe()
  const failing = fromStripe()
  const pending = new Map<Receiver, Promise<Outcome>>()
  return {
    title: 'Sent again',
    sparesStore: false,
    steps: [
      step(
        'An event',
        fromStripe({ body: event, sentAt: Date.now() - minute }),
        204,
        'handler ran, attempt 1',
      ),
      step('Again, signed anew a minute later', fromStripe({ body: event }), 200, 'handler not run again'),
      {
        sent: 'Another, while its handler is at work',
        expected: { status: 503, why: 'in_flight' },
        async send(receiver) {
          const begun = receiver.hold()
          const first = receiver.send(slow)
          pending.set(receiver, first)
          // A first attempt that is refused never begins.
          await Promise.race([begun, first])
          return receiver.send(slow)
        },
      },
      {
        sent: 'Its first attempt, when the handler ends',
        expected: { status: 204, why: 'handler ran, attempt 1' },
        send(receiver) {
          receiver.finish()
          return pending.get(receiver) as Promise<Outcome>
        },
      },
      {
        sent: 'A third, whose handler fails',
        expected: { status: 500, why: 'handler failed' },
        send(receiver) {
          receiver.fail()
          return receiver.send(failing)
        },
      },
      step('Again: it runs at once', failing, 204, 'handler ran, attempt 2'),
      step('And again', failing, 200, 'handler not run again'),
    ],
  }
}

function limited(): Chapter {
  const path = '/limited'
  const first = fromStripe({ path })
  const second = fromStripe({ path })
  return {
    title: 'Where one delivery a minute is allowed',
    sparesStore: false,
    steps: [
      step('A first event', first, 204, 'handler ran, attempt 1'),
      step('A second event', second, 429, 'rate_limited'),
      step('The first again, which spends no quota', first, 200, 'handler not run again'),
    ],
  }
}
