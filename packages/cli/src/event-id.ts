import type { EventId, Scheme } from '@postern/core'

/** Where a scheme has no event id, its signed content is one. */
export function eventIdFor(scheme: Scheme): EventId | undefined {
  return scheme.event.id.length === 0 ? 'hash' : undefined
}
