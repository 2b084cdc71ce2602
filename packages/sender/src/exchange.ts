import type { Dispatcher } from 'undici'
import { AttemptError, type AttemptFault } from './attempt-error.js'

/** How much of an answer's body is read, and dropped, so that the connection can be used again. */
const maxAnswerBytes = 64 * 1024

/** How long one attempt may take, in ms. */
export interface Deadlines {
  /** From the request's first byte to the answer's. */
  readonly headersMs: number
  /** Of the attempt as a whole: name, connection, TLS, request and answer. */
  readonly totalMs: number
}

/** A request as it is sent. */
export interface OutgoingRequest {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What an answer says. Its body is nobody's. */
export interface Answer {
  readonly status: number
  /** The header `Retry-After`. */
  readonly retryAfter: string | undefined
}

/**
 * Sends a request, and waits for the answer. Redirects are not followed. Once the status is there, it counts, whatever
 * becomes of the body.
 * @throws AttemptError when a deadline has passed, or `signal` was aborted; else what the connection failed of
 */
export function exchange(
  dispatcher: Dispatcher,
  { url, method, headers, body }: OutgoingRequest,
  { headersMs, totalMs }: Deadlines,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let answer: Answer | undefined
    let failure: Error | undefined
    let bytes = 0
    let headersTimer: NodeJS.Timeout | undefined

    const end = (error: Error | undefined) => {
      failure = error
      clearTimeout(headersTimer)
      clearTimeout(totalTimer)
      signal.removeEventListener('abort', onAbort)
      if (answer !== undefined) resolve(answer)
      else reject(error ?? new AttemptError('connection'))
    }
    const breakOff = (reason: AttemptFault) => {
      const error = new AttemptError(reason)
      end(error)
      controller?.abort(error)
    }
    const onAbort = () => {
      breakOff('closed')
    }
    const totalTimer = setTimeout(breakOff, totalMs, 'total-timeout')
    if (signal.aborted) {
      onAbort()
      return
    }
    signal.addEventListener('abort', onAbort)

    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body },
      {
        onRequestStart(started) {
          controller = started
          // It was given up before there was a connection: nothing is sent.
          if (failure !== undefined) started.abort(failure)
          else headersTimer = setTimeout(breakOff, headersMs, 'headers-timeout')
        },
        onResponseStart(_controller, status, { 'retry-after': retryAfter }) {
          if (status < 200) return
          clearTimeout(headersTimer)
          answer = { status, retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter }
        },
        onResponseData(current, chunk) {
          bytes += chunk.length
          if (bytes <= maxAnswerBytes) return
          end(undefined)
          current.abort(new AttemptError('connection'))
        },
        onResponseEnd() {
          end(undefined)
        },
        onResponseError(_controller, error) {
          end(error)
        },
      },
    )
  })
}
