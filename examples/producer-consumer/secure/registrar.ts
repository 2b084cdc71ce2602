import { DestinationError } from '@postern/sender'
import { hostOf, log } from '../log.js'
import type { Deliveries, Fired } from './deliveries.js'
import { randomText } from './handshake.js'
import { offerKey, type Outcome, sayFarewell } from './offer-key.js'
import { OneAtATime } from './one-at-a-time.js'
import { Problem } from './problem.js'
import type { Registration, Registrations } from './registrations.js'

/** What the producer does with its registrations: of one consumer, one thing at a time. */
export class Registrar {
  readonly #turns = new OneAtATime()
  /** Replacements that were cut off and are being ended, by the id of their registration. */
  readonly #ending = new Map<string, Promise<Registration>>()

  constructor(
    private readonly registrations: Registrations,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * Registers a consumer. After a lost answer, the next attempt offers the same key, which the consumer may have.
   * @param enrolmentToken - what the consumer takes a first key by
   * @throws Problem when it is not to be reached, is registered, refuses the key, or does not answer
   */
  async register(url: string, event: string, enrolmentToken: string | undefined): Promise<Registration> {
    await this.#checkReach(url)
    return this.#turns.run(url, async () => {
      const key = randomText()
      const registration = this.registrations.begin(url, event, key)
      if (registration.isActive) throw alreadyRegistered(registration)
      const outcome = await offerKey(url, registration.key, { enrolmentToken })
      // One that was offered before may have been taken then, whatever is said now.
      if (outcome === 'refused' && registration.key === key) this.registrations.giveUp(registration)
      checkTaken(outcome)
      this.registrations.activate(registration, event)
      return { ...registration, event, isActive: true }
    })
  }

  /**
   * Replaces the key of a registration, by an offer that is signed with the present one.
   * @returns the registration with its new key
   * @throws Problem when the consumer refuses the key, or does not answer
   */
  replaceKey({ id, url }: Registration): Promise<Registration> {
    return this.#turns.run(url, () => this.#replaceKey(id))
  }

  /**
   * Removes a registration.
   * @param isForced - also where the consumer does not answer, and keeps its key
   * @returns whether the consumer forgot its key too
   * @throws Problem when it does not answer
   */
  remove({ id, url }: Registration, isForced: boolean): Promise<boolean> {
    return this.#turns.run(url, async () => {
      const registration = this.find(id)
      const outcome = await this.#sayFarewell(registration)
      if (outcome === 'unknown' && !isForced)
        throw new Problem(
          504,
          'The consumer did not answer. Try again, or remove it all the same with ?force=true: it keeps its key then.',
        )
      this.registrations.remove(registration)
      this.deliveries.forget(id)
      const isForgotten = outcome === 'done'
      log('producer', `${hostOf(url)} is removed${isForgotten ? '' : ', and still has its key'}`)
      return isForgotten
    })
  }

  /** Sends each consumer a delivery; one that is down keeps none from the others. */
  async fire(): Promise<readonly Fired[]> {
    log('producer', 'Loading all CONSUMERS from database')
    const active = this.registrations.all().filter(({ isActive }) => isActive)
    return Promise.all(
      active.map((registration) => {
        log('producer', `Sending signed payload to CONSUMER ${hostOf(registration.url)}`)
        return this.deliveries.fire(registration)
      }),
    )
  }

  /** @throws Problem for an id that there is not */
  find(id: string): Registration {
    const registration = this.registrations.find(id)
    if (registration === undefined) throw new Problem(404, 'There is no registration with this id.')
    return registration
  }

  /**
   * Gives the key that a consumer has. Of a replacement that was cut off nobody knows which that is: it is brought to
   * an end first.
   * @throws Problem when that cannot be done now, or there is no such registration
   */
  async keyOf(id: string): Promise<string> {
    const registration = this.find(id)
    if (registration.nextKey === undefined) return registration.key
    return (await this.#endReplacement(registration)).key
  }

  /** For all that ask while it lasts, as many deliveries may. */
  #endReplacement({ id, url }: Registration): Promise<Registration> {
    const under = this.#ending.get(id)
    if (under !== undefined) return under
    const ending = this.#turns
      .run(url, async () => {
        // Another request may have ended it meanwhile.
        const registration = this.find(id)
        return registration.nextKey === undefined ? registration : this.#replaceKey(id)
      })
      .finally(() => this.#ending.delete(id))
    this.#ending.set(id, ending)
    return ending
  }

  async #replaceKey(id: string): Promise<Registration> {
    const key = randomText()
    const registration = this.registrations.keepNext(this.find(id), key)
    const { url, nextKey } = registration
    const outcome = await offerKey(url, nextKey, { presentKey: registration.key })
    if (outcome === 'done') this.registrations.promoteNext(registration)
    if (outcome === 'refused' && nextKey === key) this.registrations.dropNext(registration)
    checkTaken(outcome)
    return this.find(id)
  }

  /** After a replacement that was cut off, the consumer may have either key. */
  async #sayFarewell({ url, key, nextKey }: Registration): Promise<Outcome> {
    const outcome = await sayFarewell(url, key)
    return outcome === 'refused' && nextKey !== undefined ? sayFarewell(url, nextKey) : outcome
  }

  async #checkReach(url: string): Promise<void> {
    try {
      await this.deliveries.check(url)
    } catch (error) {
      // A name that does not resolve now is one that does not answer.
      if (!(error instanceof DestinationError)) return
      throw new Problem(400, 'url leads into a network that deliveries may not be sent to.')
    }
  }
}

function alreadyRegistered({ id }: Registration): Problem {
  return new Problem(409, `url is registered as ${id}: replace its key, or remove it first.`)
}

function checkTaken(outcome: Outcome): void {
  if (outcome === 'refused')
    throw new Problem(
      502,
      'The consumer did not take the key. It may have one of another producer, or another enrolment token.',
    )
  if (outcome === 'unknown')
    throw new Problem(504, 'The consumer did not answer. Try again: it is offered the same key.')
}
