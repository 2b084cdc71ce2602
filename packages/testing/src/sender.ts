import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { standardWebhooks } from '@postern/core'
import { onCleanUp } from './clean-up.js'

/** The secret that deliveries are signed with unless a test says otherwise. */
export const secret = `whsec_${Buffer.from('of the framework matrix').toString('base64')}`

/** Standard Webhooks with that secret. */
export const scheme = standardWebhooks({ secrets: secret })

/** A request to send: a body, and the headers that sign it. */
export interface SignedRequest {
  readonly headers: Record<string, string>
  readonly body: Buffer
}

/** What to sign. */
export interface Delivery {
  /** @defaultValue `'evt_1'` */
  readonly id?: string
  /** Text and bytes go as they are, anything else as JSON. @defaultValue an `invoice.paid` event */
  readonly body?: unknown
  /** Epoch ms. @defaultValue now */
  readonly sentAt?: number
  readonly contentType?: string
}

/** Signs a delivery. */
export function sign(delivery: Delivery = {}): SignedRequest {
  const { id = 'evt_1', body = { type: 'invoice.paid' }, sentAt = Date.now() } = delivery
  const bytes = Buffer.from(
    typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  )
  const headers = scheme.sign({ id, body: bytes, sentAt })
  return { headers: { 'content-type': delivery.contentType ?? 'application/json', ...headers }, body: bytes }
}

/** Posts a request by `fetch`. */
export async function post(url: string, { headers, body }: SignedRequest): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** An answer, read to its end. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Posts many requests at once over a few connections that are kept alive; gives the answers in order. */
export async function postAll(
  url: string,
  requests: readonly SignedRequest[],
  connections = 64,
): Promise<Reply[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  onCleanUp(() => {
    agent.destroy()
  })
  return Promise.all(requests.map((signed) => postBy(agent, url, signed)))
}

function postBy(agent: Agent, url: string, { headers, body }: SignedRequest): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method: 'POST', headers }, (response) => {
      const { statusCode = 0, headers } = response
      const status = statusCode
      text(response).then((text) => {
        resolve({ status, headers: new Headers(headers as Record<string, string>), text })
      }, reject)
    })
    outgoing.on('error', reject).end(body)
  })
}
