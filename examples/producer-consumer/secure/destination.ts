import { isLoopback } from '../loopback.js'
import { Problem } from './problem.js'

/**
 * Checks where keys and deliveries are to be sent.
 * @returns the URL in one spelling, so that nobody registers one place twice
 * @throws Problem for one without TLS, except on this machine, and for one with credentials in it
 */
export function checkDestination(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Problem(400, 'url must be one of https:, or of http: on this machine.')
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new Problem(400, 'url must be https: the key goes there, and others are on the way.')
  if (url.username !== '' || url.password !== '') throw new Problem(400, 'url must have no password in it.')
  if (url.searchParams.has('handshake')) throw new Problem(400, 'url must have no parameter named handshake.')
  url.hash = ''
  return url.href
}

/** Gives the URL of the handshake, or, with `false`, of the farewell. */
export function handshakeUrl(destination: string, value: boolean): URL {
  const url = new URL(destination)
  url.searchParams.set('handshake', String(value))
  return url
}
