import type { IncomingRequest } from '@postern/core'
import type { CapturedRequest } from '@postern/explain'

/** A capture as a server would have received it. */
export function asRequest({ method, url, headers, rawBody }: CapturedRequest): IncomingRequest {
  const [, host, target = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? []
  const all = host === undefined || headers['host'] !== undefined ? headers : { ...headers, host }
  const path = target.startsWith('/') ? target : `/${target}`
  return { method, url: host === undefined ? url : path, headers: all, rawBody }
}
