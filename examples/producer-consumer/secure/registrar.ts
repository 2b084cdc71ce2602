import { DestinationError } from '@postern/sender'
import { log } from '../log.js'
import type { Deliveries, Fired } from './deliveries.js'
import { randomText } from './handshake.js'
import { offerKey, type Offered, sayFarewell } from './offer-key.js'
import { Problem } from './problem.js'
import type { Registration, Registrations } from './registrations.js'

/** What the producer does with its registrations. */
export class Registrar {
  constructor(
    private readonly registrations: Registrations,
    private readonly deliveries: Deliveries,
  ) {}

  /**
   * Registers a consumer. After a lost answer, the next attempt offers the same key, which the consumer may have.
   * @throws Problem when it is not to be reached, is registered, refuses the key, or does not answer
   */
  async register(url: string, event: string): Promise<Registration> {
    await this.#checkReach(url)
    const registration = this.registrations.begin(url, event, randomText())
    if (registration === undefined) throw new Problem(409, 'The registration was removed meanwhile.')
    if (registration.isActive) throw alreadyRegistered(registration)
    const offered = await offerKey(url, registration.key)
    if (offered === 'refused') this.registrations.giveUp(registration)
    checkTaken(offered)
    if (!this.registrations.activate(registration, event)) throw alreadyRegistered(registration)
    return { ...registration, event, isActive: true }
  }

  /**
   * Replaces the key of a registration, by an offer that is signed with the present one.
   * @returns the registration with its new key
   * @throws Problem when the consumer refuses the key, or does not answer
   */
  async replaceKey(found: Registration): Promise<Registration> {
    this.registrations.keepNext(found, randomText())
    const registration = this.find(found.id)
    const { nextKey } = registration
    if (nextKey === undefined) throw new Problem(409, 'The key was replaced meanwhile.')
    const offered = await offerKey(registration.url, nextKey, registration.key)
    if (offered === 'taken') this.registrations.promoteNext(registration)
    if (offered === 'refused') this.registrations.dropNext(registration)
    checkTaken(offered)
    return this.find(found.id)
  }

  /** Removes a registration. @returns whether the consumer forgot its key too */
  async remove(registration: Registration): Promise<boolean> {
    const { url, key, nextKey } = registration
    // After a replacement that was cut off, the consumer may have either.
    const isForgotten =
      (await sayFarewell(url, key)) || (nextKey !== undefined && (await sayFarewell(url, nextKey)))
    this.registrations.remove(registration)
    this.deliveries.forget(registration.id)
    log('producer', `${url} is removed${isForgotten ? '' : ', and still has its key'}`)
    return isForgotten
  }

  /** Sends each consumer a delivery; one that is down keeps none from the others. */
  async fire(): Promise<readonly Fired[]> {
    log('producer', 'Loading all CONSUMERS from database')
    const active = this.registrations.all().filter(({ isActive }) => isActive)
    return Promise.all(
      active.map((registration) => {
        log('producer', `Sending signed payload to CONSUMER ${registration.url}`)
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
    return (await this.replaceKey(registration)).key
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

function checkTaken(offered: Offered): void {
  if (offered === 'refused')
    throw new Problem(502, 'The consumer did not take the key. It may have one of another producer.')
  if (offered === 'unknown')
    throw new Problem(504, 'The consumer did not answer. Try again: it is offered the same key.')
}
