/**
 * Why an attempt had no answer: `connect-timeout`, `headers-timeout` and `total-timeout` (the deadlines of the
 * sender), `connection` (no address, refused, reset, or no HTTP), `certificate` (not trusted, or of another host),
 * `pin` (a trusted certificate of a key that is not pinned), `signing` (the scheme could not sign), or `closed` (the
 * sender was closed meanwhile).
 */
export type AttemptFault =
  | 'connect-timeout'
  | 'headers-timeout'
  | 'total-timeout'
  | 'connection'
  | 'certificate'
  | 'pin'
  | 'signing'
  | 'closed'

/** An attempt that had no answer. */
export class AttemptError extends Error {
  override readonly name = 'AttemptError'
  readonly reason: AttemptFault

  constructor(reason: AttemptFault, options?: ErrorOptions) {
    super(`The attempt failed: ${reason}.`, options)
    this.reason = reason
  }
}
