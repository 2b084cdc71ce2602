import { randomBytes } from 'node:crypto'
import { createReceiver, standardWebhooks } from '@postern/core'
import { payloadOf } from '../payload.mjs'

export function newSecret() {
  return `whsec_${randomBytes(24).toString('base64')}`
}

let events = 0

/** How many deliveries there were: the number in the last one's event id. */
export function lastEvent() {
  return events
}

/**
 * Makes a function that receives and completes a new delivery each time. Signed is the body only once: event ids are
 * counted instead, so that it is receiving that is measured.
 * @param secrets - the delivery is signed with the last
 * @param signatures - how many stand in the header, of which the last is genuine
 */
export function deliveryCall({ bytes = 1024, secrets = [newSecret()], signatures = 1, ...options } = {}) {
  const body = Buffer.from(payloadOf(bytes))
  const headers = standardWebhooks({ secrets: secrets.at(-1) }).sign({ id: 'evt', body })
  const forged = Array.from({ length: signatures - 1 }, () => `v1,${randomBytes(32).toString('base64')}`)
  headers['webhook-signature'] = [...forged, headers['webhook-signature']].join(' ')
  headers['content-type'] = 'application/json'
  const receiver = createReceiver({
    scheme: standardWebhooks({ secrets }),
    eventId: () => `evt_${(events += 1)}`,
    bodyLimit: '8mb',
    toleranceMs: 3_600_000,
    ...options,
  })
  const request = { method: 'POST', url: '/', headers, rawBody: body }
  return async () => {
    const reception = await receiver.receive(request)
    const outcome = await reception.complete()
    if (outcome !== 'completed') throw new Error(`Not completed: ${outcome}`)
  }
}
