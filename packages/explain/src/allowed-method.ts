import type { Scheme } from '@postern/core'

/** Whether a receiver takes a request by this method: POST, or that of a check that is signed. */
export function isMethodAllowed({ handshakes = [] }: Scheme, method: string): boolean {
  return (
    method.toUpperCase() === 'POST' ||
    handshakes.some((handshake) => handshake.signed && handshake.method === method)
  )
}
