/** What the program ends with. */
export const exitCode = {
  ok: 0,
  /** It does not verify, or was not delivered. */
  refused: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A file, stdin or a capture cannot be read, stdout not be written, or a port not be listened on. */
  unreadable: 3,
} as const
