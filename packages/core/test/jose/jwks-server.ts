import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of a JWK set, which counts what it is asked, and answers as the test says. */
export interface JwksServer {
  readonly url: string
  readonly requests: number
  answer: RequestListener
  close(): Promise<void>
}

/** Answers with a JWK set. */
export function answerKeys(...keys: unknown[]): RequestListener {
  return (_, response) => response.end(JSON.stringify({ keys }))
}

/** Starts one on a port of its own. */
export async function startJwksServer(answer: RequestListener): Promise<JwksServer> {
  let requests = 0
  const server: Server = createServer((request, response) => {
    requests += 1
    jwks.answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const jwks: JwksServer = {
    url: `http://127.0.0.1:${String(port)}/jwks.json?token=s3cret`,
    get requests() {
      return requests
    },
    answer,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return jwks
}
