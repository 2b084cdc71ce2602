import type { IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onCleanUp } from '@postern/testing/clean-up'
import { listen } from '@postern/testing/listen'

/** A request as it came. */
export interface Recorded {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What to answer; nothing at all cuts the connection. */
export type Answer =
  { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | undefined

/** A server that stands in for a consumer that somebody else wrote. */
export interface RecordingServer {
  readonly url: string
  readonly recorded: readonly Recorded[]
  /** Ends it before the test does. */
  readonly close: () => Promise<unknown>
}

/** Starts such a server, which ends with the test. */
export async function recordingServer(
  answer: (request: Recorded) => Answer | Promise<Answer>,
): Promise<RecordingServer> {
  const recorded: Recorded[] = []
  const server = await listen((request, response) => {
    void (async () => {
      const { method = '', url = '', headers } = request
      const one = { method, path: url, headers, body: (await buffer(request)).toString('utf8') }
      recorded.push(one)
      const answered = await answer(one)
      if (answered === undefined) request.socket.destroy()
      else response.writeHead(answered.status, answered.headers).end(answered.body)
    })()
  })
  let closed: Promise<unknown> | undefined
  const close = () => (closed ??= server.close())
  onCleanUp(close)
  return { url: `http://localhost:${server.port}/target`, recorded, close }
}
