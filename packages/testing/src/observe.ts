import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { EventEmitter, once } from 'node:events'
import type { LeaseEvent, ReceptionEvent, SettlementEvent } from '@postern/core'
import { onCleanUp } from './clean-up.js'

interface Events {
  'postern:reception': ReceptionEvent
  'postern:settlement': SettlementEvent
  'postern:lease': LeaseEvent
}

/** What was published on a diagnostics channel since the test began to look. */
export class Observation<Event> {
  readonly events: Event[] = []
  readonly #arrivals = new EventEmitter()

  constructor(name: string) {
    const listen = (event: unknown) => {
      this.events.push(event as Event)
      this.#arrivals.emit('event')
    }
    subscribe(name, listen)
    onCleanUp(() => unsubscribe(name, listen))
  }

  /** Waits for the first `count` events. */
  async first(count: number): Promise<Event[]> {
    while (this.events.length < count) await once(this.#arrivals, 'event')
    return this.events.slice(0, count)
  }
}

/** Looks at a channel of Postern's until the test ends. */
export function observe<Name extends keyof Events>(name: Name): Observation<Events[Name]> {
  return new Observation(name)
}
