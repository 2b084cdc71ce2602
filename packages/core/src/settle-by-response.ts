import type { ServerResponse } from 'node:http'
import type { AdmittedReception } from './reception.js'

/**
 * Settles a delivery by the answer that the route gives: 2xx completes, anything else releases. A client that goes
 * away does not end the handler, so then the end of the handler's answer is waited for, though nobody reads it.
 */
export function settleByResponse(reception: AdmittedReception, response: ServerResponse): void {
  function settleByStatus(): void {
    void (isSuccess(response.statusCode) ? reception.complete() : reception.release())
  }

  function onClose(): void {
    if (response.writableEnded) {
      settleByStatus()
      return
    }
    // An answer that broke off, or is piped to nobody, may never be ended by what was writing it.
    if (response.headersSent) reception.letLapse()
    response.once('pipe', () => {
      reception.letLapse()
    })
    const end = response.end.bind(response) as (...parameters: unknown[]) => ServerResponse
    response.end = function endUnread(...parameters: unknown[]) {
      settleByStatus()
      return end(...parameters)
    } as ServerResponse['end']
  }

  // The client may have gone while the store was asked: what was emitted then is not emitted again.
  if (isClosed(response)) {
    onClose()
    return
  }
  // Responses that no server of Node's sends, as those of Lambda adapters, finish and never close.
  // HTTP/2 says so of a stream that broke off, too.
  if (!('stream' in response)) response.on('finish', settleByStatus)
  response.on('close', onClose)
}

/** Tells whether nobody reads a response any more. One of HTTP/2 does not say so itself. */
export function isClosed(response: ServerResponse & { stream?: { destroyed: boolean } }): boolean {
  return response.closed || response.stream?.destroyed === true
}

/** Tells whether a status acknowledges a delivery. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
