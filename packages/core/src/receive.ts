import type { Endpoint } from './endpoint.js'
import { MethodNotAllowedError } from './errors.js'
import { handshake, openHandshake } from './handshake.js'
import type { Reception } from './reception.js'
import type { IncomingRequest } from './request.js'
import { admit } from './steps/admit.js'
import { decode } from './steps/decode.js'
import { readBody } from './steps/read-body.js'
import { readHead } from './steps/read-head.js'
import { validate } from './steps/validate.js'
import { verify } from './steps/verify.js'

/**
 * Takes one request through the gate. Each step takes what the last one returned, and throws a `WebhookError` to refuse.
 *
 * The signature is checked before anything else learns of the request; a provider's check of the endpoint is answered
 * before an event is looked for, as it reports none; the payload is decoded and validated before it is admitted, as
 * many senders keep the event id in it and what is refused must leave no lease behind; duplicate, quota and
 * lease are one question to the store, so that a limited delivery leaves no claim and a duplicate spends no quota.
 */
export async function receive<Payload>(
  endpoint: Endpoint<Payload>,
  request: IncomingRequest,
  receivedAt: number,
): Promise<Reception<Payload>> {
  endpoint.guard?.check(request)
  const asked = openHandshake(endpoint, request)
  // What is not waited for keeps the body's stream from failing before anyone listens.
  const answer = asked && (await asked)
  if (answer !== undefined) return answer
  const head = readHead(endpoint, request, receivedAt)
  const received = await readBody(endpoint, head)
  const verified = await verify(endpoint, received)
  const answered = await handshake(endpoint, verified)
  if (answered !== undefined) return answered
  if (request.method !== 'POST') throw new MethodNotAllowedError(['POST'])
  const decoded = await decode(endpoint, verified)
  const valid = await validate(endpoint, decoded)
  return await admit(endpoint, valid)
}
