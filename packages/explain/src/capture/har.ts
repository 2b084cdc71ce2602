import type { CapturedRequest } from '../captured-request.js'
import { CaptureError } from './capture-error.js'
import { headersOfList } from './header-list.js'

/** As much of HAR 1.2 as is read here. */
interface HarEntry {
  readonly startedDateTime?: unknown
  readonly request?: {
    readonly method?: unknown
    readonly url?: unknown
    readonly headers?: readonly { readonly name?: unknown; readonly value?: unknown }[]
    readonly postData?: {
      readonly text?: unknown
      readonly encoding?: unknown
      readonly params?: readonly { readonly name?: unknown; readonly value?: unknown }[]
    }
  }
}

/** Tells a HAR file from other JSON. */
export function isHar(value: unknown): value is { readonly log: { readonly entries: readonly HarEntry[] } } {
  const { log } = value as { log?: { entries?: unknown } | null }
  return typeof log === 'object' && log !== null && Array.isArray(log.entries)
}

/** Reads one entry of a HAR file. */
export function parseHar(
  { log: { entries } }: { readonly log: { readonly entries: readonly HarEntry[] } },
  index: number | undefined,
): CapturedRequest {
  const posts = entries.filter(({ request }) => request?.method === 'POST')
  if (index === undefined && posts.length !== 1)
    throw new CaptureError(
      `The HAR file has ${String(posts.length)} POST requests: say which entry is meant, from 0.`,
    )
  const entry = index === undefined ? posts[0] : entries[index]
  const { method, url, headers = [], postData } = entry?.request ?? {}
  if (typeof method !== 'string' || typeof url !== 'string')
    throw new CaptureError(
      `The HAR file has ${String(entries.length)} entries, and none at that place with a request.`,
    )
  const receivedAt =
    typeof entry?.startedDateTime === 'string' ? Date.parse(entry.startedDateTime) : Number.NaN
  return {
    method: method.toUpperCase(),
    url,
    headers: headersOfList(headers.map(({ name, value }) => [String(name), String(value)])),
    rawBody: bodyOf(postData),
    ...(Number.isNaN(receivedAt) ? {} : { receivedAt }),
  }
}

function bodyOf(postData: NonNullable<HarEntry['request']>['postData']): Buffer {
  if (postData === undefined) return Buffer.alloc(0)
  const { text, encoding, params } = postData
  if (typeof text === 'string') return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8')
  if (params === undefined) return Buffer.alloc(0)
  return Buffer.from(
    new URLSearchParams(
      params.map(({ name, value = '' }): [string, string] => [String(name), String(value)]),
    ).toString(),
  )
}
