import { defineCredential } from '@postern/core'

/**
 * Fastly's log streaming over HTTPS.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the value of the logging endpoint's custom header; `header` names it, or it is `authorization`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: before it sends, Fastly asks by GET for `/.well-known/fastly/logging/challenge` on the same host,
 *   outside the URL of the endpoint: answer with the SHA-256 of your service's id, in hex, on a line of its own. A
 *   line with `*` lets every customer of Fastly send. The body is lines of a log in a format of yours: say how to
 *   `parse` it.
 * @see https://www.fastly.com/documentation/guides/integrations/logging-endpoints/log-streaming-https/
 */
export const fastly = defineCredential({
  name: 'fastly',
  credential: { header: 'authorization' },
  headerIsChosen: true,
})
