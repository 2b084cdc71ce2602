import { ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { AdmittedReception } from './reception.js'

/**
 * Settles a delivery by the answer that the route gives: 2xx completes, anything else releases. A client that goes
 * away does not end the handler, so then the end of the handler's answer is waited for, though nobody reads it.
 */
export function settleByResponse(
  reception: Pick<AdmittedReception, 'complete' | 'release' | 'letLapse'>,
  response: ServerResponse,
): void {
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
  if (!willClose(response)) response.on('finish', settleByStatus)
  response.on('close', onClose)
}

/** A response that is not one of HTTP/1. On Express a look at a property that is not there is slow. */
interface OtherResponse {
  readonly closed?: boolean
  /** Of HTTP/2. */
  readonly stream?: { readonly destroyed: boolean }
}

/** Tells whether nobody reads a response any more. One of HTTP/2 does not say so itself. */
export function isClosed(response: ServerResponse | OtherResponse): boolean {
  if (response instanceof ServerResponse) return response.closed
  return response.closed === true || response.stream?.destroyed === true
}

/**
 * Tells whether a response says at its end that it is closed. Those that no server of Node's sends, as of Lambda
 * adapters, only finish; and one of HTTP/2 says that it finished also when it broke off.
 */
function willClose(response: ServerResponse | OtherResponse): boolean {
  return response instanceof ServerResponse ? response.socket instanceof Socket : 'stream' in response
}

/** Tells whether a status acknowledges a delivery. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}
