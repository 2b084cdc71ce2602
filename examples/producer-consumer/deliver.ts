import { fermyon } from '@postern/core'
import { post, type Posted } from './post.js'

/** A delivery for one consumer. */
export interface Delivery {
  readonly url: string
  /** What the consumer was given in the handshake. */
  readonly key: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Signs a delivery and sends it, once: the place for a sender that tries again. */
export async function deliver({ url, key, body, headers = {} }: Delivery): Promise<Posted> {
  const bytes = Buffer.from(body, 'utf8')
  return post(url, { ...headers, ...fermyon({ secrets: key }).sign({ body: bytes, url }) }, bytes)
}
