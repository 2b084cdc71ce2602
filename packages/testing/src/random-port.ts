import { randomInt } from 'node:crypto'

/**
 * Picks a port that may be free; whoever binds it finds out. It lies below the range from which systems take the
 * ports of outgoing connections: a client that reconnects while the server is down could get the server's port
 * otherwise, and connect to itself. The bus of a cluster's node, 10000 above, lies between the two.
 */
export function randomPort(): number {
  return randomInt(12_000, 22_000)
}
