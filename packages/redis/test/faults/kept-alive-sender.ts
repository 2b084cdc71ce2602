import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Reply, SignedRequest } from '@postern/testing/sender'

/** Sends over connections that are kept alive. */
export class KeptAliveSender {
  readonly #agent: Agent

  /** @param connections - to each server */
  constructor(connections: number) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  post(url: string, { headers, body }: SignedRequest): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { agent: this.#agent, method: 'POST', headers }, (response) => {
        text(response).then((text) => {
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers: new Headers(headers as Record<string, string>), text })
        }, reject)
      })
      outgoing.on('error', reject).end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
