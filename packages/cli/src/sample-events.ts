import { randomBytes, randomUUID } from 'node:crypto'

/** An event as a provider sends it. */
export interface SampleEvent {
  readonly body: string
  /** Those that say what it is about. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What is new in each event. */
interface SampleMoment {
  /** The event id, where the provider has one in the body. */
  readonly id: string | undefined
  /** Epoch ms. */
  readonly sentAt: number
}

const seconds = (sentAt: number) => Math.floor(sentAt / 1000)
const iso = (sentAt: number) => new Date(sentAt).toISOString()
const token = (bytes = 12) => randomBytes(bytes).toString('hex')
/** An id of digits, as older systems number what they have. */
const number = () => randomBytes(6).readUIntBE(0, 6)

function invoicePaid({ sentAt }: SampleMoment): SampleEvent {
  const data = { id: `inv_${token()}`, amount: 1200, currency: 'eur' }
  return { body: JSON.stringify({ type: 'invoice.paid', timestamp: iso(sentAt), data }) }
}

/** By the names of schemes: one event that each provider sends often, with ids and times of its own. */
export const sampleEvents: Readonly<Record<string, (moment: SampleMoment) => SampleEvent>> = {
  'standard-webhooks': invoicePaid,
  'timestamped-hmac': invoicePaid,
  svix: invoicePaid,
  github: () => {
    const repository = { id: 1296269, name: 'hello', full_name: 'octo-org/hello', private: false }
    const sender = { login: 'octocat', id: 1, type: 'User' }
    const issue = { id: number(), number: 7, title: 'The door does not close', state: 'open', user: sender }
    return {
      body: JSON.stringify({ action: 'opened', issue, repository, sender }),
      headers: { 'x-github-event': 'issues' },
    }
  },
  gitlab: () => {
    const project = { id: 15, name: 'hello', path_with_namespace: 'octo/hello', default_branch: 'main' }
    const commits = [{ id: token(20), message: 'Close the door', author: { name: 'Ada' } }]
    const push = { object_kind: 'push', event_name: 'push', ref: 'refs/heads/main', project_id: 15 }
    return {
      body: JSON.stringify({ ...push, user_username: 'ada', project, commits, total_commits_count: 1 }),
      headers: { 'x-gitlab-event': 'Push Hook' },
    }
  },
  hubspotV3: ({ sentAt }) => {
    const change = { propertyName: 'lifecyclestage', propertyValue: 'customer', changeSource: 'CRM' }
    const event = { eventId: number(), subscriptionId: 22, portalId: 33, appId: 1160452, occurredAt: sentAt }
    const type = { subscriptionType: 'contact.propertyChange', attemptNumber: 0, objectId: 1246965 }
    return { body: JSON.stringify([{ ...event, ...type, ...change }]) }
  },
  linear: ({ sentAt }) => {
    const data = { id: randomUUID(), number: 7, title: 'The door does not close', priority: 2 }
    const event = { action: 'create', type: 'Issue', createdAt: iso(sentAt), data }
    return {
      body: JSON.stringify({ ...event, webhookTimestamp: sentAt, webhookId: randomUUID() }),
      headers: { 'linear-event': 'Issue' },
    }
  },
  paddle: ({ id = `evt_${token(13)}`, sentAt }) => {
    const data = { id: `txn_${token(13)}`, status: 'completed', currency_code: 'EUR', items: [] }
    const event = { event_id: id, event_type: 'transaction.completed', occurred_at: iso(sentAt) }
    return { body: JSON.stringify({ ...event, notification_id: `ntf_${token(13)}`, data }) }
  },
  shopify: ({ sentAt }) => {
    const line = { id: number(), title: 'A door', quantity: 1, price: '12.00' }
    const order = { id: number(), name: '#1001', currency: 'EUR', total_price: '12.00' }
    return {
      body: JSON.stringify({ ...order, created_at: iso(sentAt), line_items: [line] }),
      headers: { 'x-shopify-topic': 'orders/create', 'x-shopify-shop-domain': 'example.myshopify.com' },
    }
  },
  slack: ({ id = `Ev${token(5).toUpperCase()}`, sentAt }) => {
    const ts = `${String(seconds(sentAt))}.000100`
    const event = {
      type: 'app_mention',
      user: 'U061F7AUR',
      text: 'Is the door closed?',
      ts,
      channel: 'C0LAN2Q65',
    }
    const outer = { type: 'event_callback', team_id: 'T061EG9R6', api_app_id: 'A0MDYCDME' }
    return { body: JSON.stringify({ ...outer, event, event_id: id, event_time: seconds(sentAt) }) }
  },
  square: ({ id = randomUUID(), sentAt }) => {
    const payment = { id: token(), status: 'APPROVED', amount_money: { amount: 1200, currency: 'EUR' } }
    const event = {
      merchant_id: 'ML0EXAMPLE',
      type: 'payment.created',
      event_id: id,
      created_at: iso(sentAt),
    }
    return {
      body: JSON.stringify({ ...event, data: { type: 'payment', id: payment.id, object: { payment } } }),
    }
  },
  stripe: ({ id = `evt_${token()}`, sentAt }) => {
    const object = {
      id: `in_${token()}`,
      object: 'invoice',
      amount_paid: 1200,
      currency: 'eur',
      status: 'paid',
    }
    const event = { id, object: 'event', api_version: '2025-03-31.basil', created: seconds(sentAt) }
    return {
      body: JSON.stringify(
        { ...event, type: 'invoice.paid', livemode: false, data: { object } },
        undefined,
        2,
      ),
    }
  },
  twilio: () => {
    const message = { MessageSid: `SM${token(16)}`, MessageStatus: 'delivered', AccountSid: `AC${token(16)}` }
    return { body: new URLSearchParams({ ...message, From: '+15555550100', To: '+15555550101' }).toString() }
  },
  zoom: ({ sentAt }) => {
    const object = { uuid: token(), id: String(number()), topic: 'About the door', start_time: iso(sentAt) }
    const payload = {
      account_id: 'AAAAAABBBB',
      object: { ...object, type: 2, host_id: 'x1yCzABCDEfg23HiJKl4mN' },
    }
    return { body: JSON.stringify({ event: 'meeting.started', event_ts: sentAt, payload }) }
  },
}
