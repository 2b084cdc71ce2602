/** A script that runs in Redis. */
export interface Script {
  readonly name: string
  readonly source: string
  /** SHA-1 of `source` in hex: the name by which Redis knows it. */
  readonly sha1: string
  /** The same without the first line's flags, for servers before Redis 7, which do not know them. */
  readonly plain?: Script
}
