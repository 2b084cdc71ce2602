/**
 * Why a destination is refused: `malformed` (no absolute URL), `protocol`, `user-info`, `port`, `pins` (pinned keys
 * without https), or `address` (the host is, or resolves to, one that is not allowed).
 */
export type DestinationReason = 'malformed' | 'protocol' | 'user-info' | 'port' | 'pins' | 'address'

const advice: Record<DestinationReason, string> = {
  malformed: 'it is not an absolute URL',
  protocol: 'it must begin with https:// (http:// only where destinations.http is true)',
  'user-info': 'it must not contain a user or password',
  port: 'its port is not among destinations.ports',
  pins: 'public keys can be pinned for https:// only',
  address:
    'its host is, or resolves to, an address that is not public (add the host or network to destinations.allow if deliveries may go there)',
}

/** A URL that deliveries may not be sent to. The message does not contain the URL. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError'
  readonly code = 'ERR_SENDER_DESTINATION'
  readonly reason: DestinationReason

  constructor(reason: DestinationReason) {
    super(`The destination is refused: ${advice[reason]}.`)
    this.reason = reason
  }
}
