/** A command line that is wrong: the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Something that cannot be read, written or opened. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}
