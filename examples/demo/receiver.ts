import { EventEmitter, once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { memoryStore, type ReceptionEvent, type Webhook, type WebhookError } from '@postern/core'
import type { Delivery } from './deliveries.js'
import { endpoints } from './endpoints.js'
import { frameworks } from './servers.js'

/** How one request ended. */
export interface Outcome {
  readonly status: number
  /** The reason of a refusal, which only the operator sees, or what became of the delivery. */
  readonly why: string
}

/** A server that can be watched, and whose handler can be told what to do. */
export class Receiver {
  /** How often the store was asked. */
  claims = 0
  readonly #store = memoryStore()
  readonly #handler = new EventEmitter()
  #port = 0
  #why = ''
  #work: (() => unknown) | undefined
  #close: () => Promise<unknown> = () => Promise.resolve()

  static async start(framework: keyof typeof frameworks): Promise<Receiver> {
    const receiver = new Receiver()
    await receiver.#listen(frameworks[framework])
    return receiver
  }

  close(): Promise<unknown> {
    return this.#close()
  }

  /** Sends a request over HTTP. */
  async send({ path, method = 'POST', headers, body }: Delivery): Promise<Outcome> {
    const options = { host: '127.0.0.1', port: this.#port, path, method, headers: { ...headers } }
    const [response] = (await once(request(options).end(body), 'response')) as [IncomingMessage]
    const answer = await text(response)
    return { status: response.statusCode ?? 0, why: this.#whyOf(response, answer) }
  }

  /** Lets the next run of the handler wait for `finish`. Resolves when it has begun. */
  async hold(): Promise<void> {
    this.#work = () => {
      this.#handler.emit('begun')
      return once(this.#handler, 'finish')
    }
    await once(this.#handler, 'begun')
  }

  finish(): void {
    this.#handler.emit('finish')
  }

  /** Lets the next run of the handler fail. */
  fail(): void {
    this.#work = () => {
      throw new Error('The handler fails, as the demo wants it to.')
    }
  }

  async #listen(start: (typeof frameworks)[keyof typeof frameworks]): Promise<void> {
    const accept = this.#store.accept.bind(this.#store)
    this.#store.accept = (claim) => {
      this.claims += 1
      return accept(claim)
    }
    const noteRefusal = ({ code }: WebhookError, { reason }: ReceptionEvent) => {
      this.#why = reason ?? code.slice('ERR_WEBHOOK_'.length).toLowerCase()
    }
    const routes = endpoints(this.#store, noteRefusal)
    const { port, close } = await start(routes, (webhook) => this.#handle(webhook))
    this.#port = port
    this.#close = close
  }

  async #handle({ attempt }: Webhook): Promise<void> {
    const work = this.#work
    this.#work = undefined
    this.#why = 'handler failed'
    await work?.()
    this.#why = `handler ran, attempt ${attempt}`
  }

  #whyOf(response: IncomingMessage, answer: string): string {
    if (response.headers['webhook-duplicate'] === '1') return 'handler not run again'
    return response.statusCode === 200 ? `answered ${answer}` : this.#why
  }
}
