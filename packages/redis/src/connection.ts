/** What the store needs of a client, and all that a client has to be able to do. */
export interface RedisConnection {
  readonly isCluster: boolean
  /** Sends a command to the server that holds `key`. */
  send(command: readonly string[], key: string): Promise<unknown>
  /** The same, and on the same connection waits until the replicas have it: also tells how many have. */
  sendAndWait(command: readonly string[], key: string, replicas: number, waitMs: number): Promise<Replicated>
  /** The `INFO` of each master. */
  info(): Promise<string[]>
  close(): Promise<void>
}

/** The reply to a command, and how many replicas have what it wrote. */
export interface Replicated {
  readonly reply: unknown
  readonly replicas: number
}
