import { randomUUID } from 'node:crypto'
import { deliver } from '../deliver.js'
import { log } from '../log.js'
import { randomText } from './handshake.js'
import { offerKey, type Offered, sayFarewell } from './offer-key.js'
import { Problem } from './problem.js'
import type { Registration, Registrations } from './registrations.js'

/** What became of a delivery; without a status nobody answered. */
export interface Fired {
  readonly id: string
  readonly url: string
  readonly status: number | undefined
}

/** What the producer does with its registrations. */
export class Registrar {
  constructor(private readonly registrations: Registrations) {}

  /**
   * Registers a consumer. After a lost answer, the next attempt offers the same key, which the consumer may have.
   * @throws Problem when it is registered, refuses the key, or does not answer
   */
  async register(url: string, event: string): Promise<Registration> {
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
    log('producer', `${url} is removed${isForgotten ? '' : ', and still has its key'}`)
    return isForgotten
  }

  /** Sends each consumer a delivery, one after another; one that is down keeps none from the others. */
  async fire(): Promise<readonly Fired[]> {
    const fired: Fired[] = []
    for (const registration of this.registrations.all()) {
      if (registration.isActive) fired.push(await this.#fireOne(registration))
    }
    return fired
  }

  /** @throws Problem for an id that there is not */
  find(id: string): Registration {
    const registration = this.registrations.find(id)
    if (registration === undefined) throw new Problem(404, 'There is no registration with this id.')
    return registration
  }

  async #fireOne(registration: Registration): Promise<Fired> {
    const { id, url, event } = registration
    const key = await this.#settledKey(registration)
    if (key === undefined) return { id, url, status: undefined }
    const body = JSON.stringify({ id: randomUUID(), event, data: url, sentAt: Date.now() })
    const posted = await deliver({ url, key, body, headers: { 'content-type': 'application/json' } })
    log('producer', `${url} ${posted.kind === 'answered' ? `answered ${posted.status}` : posted.reason}`)
    return { id, url, status: posted.kind === 'answered' ? posted.status : undefined }
  }

  /** Of a replacement that was cut off, nobody knows which key the consumer has: it is brought to an end first. */
  async #settledKey(registration: Registration): Promise<string | undefined> {
    if (registration.nextKey === undefined) return registration.key
    try {
      return (await this.replaceKey(registration)).key
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
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
