import { Agent, type Dispatcher } from 'undici'
import { type ConnectorSettings, guardedConnector } from './connector.js'

/** How many sets of pins keep their connections. */
const maxPinSets = 1000

/** What the agents of a sender have in common. */
export interface AgentSettings extends Omit<ConnectorSettings, 'pins'> {
  readonly connectionsPerHost: number
}

/** The connections of a sender: those of each set of pins apart, so that none is used that was checked for another. */
export class Agents {
  readonly #agents = new Map<string, Agent>()
  readonly #settings: AgentSettings

  constructor(settings: AgentSettings) {
    this.#settings = settings
  }

  /** @param pins - in order, as `checkPins` gives them */
  of(pins: readonly string[] | undefined): Dispatcher {
    const key = pins?.join(' ') ?? ''
    const agent = this.#agents.get(key) ?? this.#create(pins)
    // The one that was used last stands last.
    this.#agents.delete(key)
    this.#agents.set(key, agent)
    if (this.#agents.size > maxPinSets) this.#dropOldest()
    return agent
  }

  /** Ends all connections. */
  async destroy(): Promise<void> {
    const agents = [...this.#agents.values()]
    this.#agents.clear()
    await Promise.all(agents.map((agent) => agent.destroy()))
  }

  #create(pins: readonly string[] | undefined): Agent {
    return new Agent({
      connect: guardedConnector({ ...this.#settings, pins }),
      connections: this.#settings.connectionsPerHost,
      pipelining: 1,
      allowH2: false,
      // The sender has deadlines of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: 16_384,
    })
  }

  #dropOldest(): void {
    const [oldest] = this.#agents
    if (oldest === undefined) return
    this.#agents.delete(oldest[0])
    // Once its requests have ended.
    void oldest[1].close()
  }
}
