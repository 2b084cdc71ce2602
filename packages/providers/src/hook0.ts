import { randomBytes } from 'node:crypto'
import { defineScheme } from '@postern/core'

/**
 * Hook0's deliveries.
 *
 * - Signed: the timestamp, the headers that `h` of the signature names, and the body (`v1`). `v0` signatures
 *   are never looked at.
 * - Secret: that of the subscription, a UUID, as it is.
 * - Event id: `x-event-id`, signed where `h` names it, as Hook0 has it.
 * - Event type: `x-event-type`, signed where `h` names it.
 * - Retries: 24 within about eight days, where the operator sets no other limit.
 * - Statuses: 2xx.
 * - Note: where they are signed, the id has to be a UUID, and the type to have three parts, as Hook0's have. The
 *   name of the signature's header is the default one, which operators of Hook0 can change.
 * @see https://documentation.hook0.com/tutorials/webhook-authentication
 */
export const hook0 = defineScheme({
  name: 'hook0',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-hook0-signature',
    format: { pairs: ',', signature: 'v1', timestamp: 't' },
    encoding: 'hex',
  },
  signs: ({ rawBody, timestamp = '', value }) => {
    const listed = value('signature:h')
    const names = listed.toLowerCase().split(' ')
    const read = (name: string) => value(`header:${name}`)
    const hasForm = (name: string, form: RegExp) => !names.includes(name) || form.test(read(name))
    // Dots join the names and the values, and are in some values: these forms alone tell where id and type begin.
    const isSure =
      /^[\w-]*(?: [\w-]+)*$/.test(listed) &&
      hasForm('x-event-id', /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i) &&
      hasForm('x-event-type', /^[^.]+(?:\.[^.]+){2}$/)
    // Content that nobody can have signed.
    if (!isSure) return randomBytes(32)
    const values = names.map(read).join('.')
    return Buffer.concat([Buffer.from(`${timestamp}.${listed}.${values}.`, 'latin1'), rawBody])
  },
  timestamp: { from: 'signature', unit: 's' },
  event: { id: { header: 'x-event-id' }, type: { header: 'x-event-type' } },
  retryWindowMs: 8 * 24 * 60 * 60 * 1000,
})
