import type { EventId, Scheme } from '@postern/core'

/** Where a scheme has no event id, its signed content is one. */
export function eventIdFor(scheme: Scheme): EventId | undefined {
  return scheme.event.id.length === 0 ? 'hash' : undefined
}

/** The header that a scheme has its event id in, if it is one. */
export function idHeaderOf(scheme: Scheme): string | undefined {
  for (const source of scheme.event.id)
    if (typeof source === 'object' && 'header' in source) return source.header.toLowerCase()
  return undefined
}
