import { defineCredential } from '@postern/core'

/**
 * RingCentral's webhooks.
 *
 * - Signed: nothing, and so **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the verification token of the Developer Console, in `verification-token`. For the token that you gave
 *   as `deliveryMode.validationToken` of a subscription, say `header: 'validation-token'`.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Handshake: a POST with `validation-token` and `content-length: 0`, unsigned, is answered with that header.
 * - Note: a check whose `content-length` a proxy has taken off is refused: notifications can have the same header,
 *   and a body.
 * @see https://developers.ringcentral.com/guide/notifications/webhooks/receiving
 */
export const ringcentral = defineCredential({
  name: 'ringcentral',
  credential: { header: 'verification-token' },
  headerIsChosen: true,
  formats: ['json'],
  handshake: {
    signed: false,
    when: { 'header:validation-token': true, 'header:content-length': '0' },
    answer: { headers: { 'validation-token': '{header:validation-token}' } },
  },
})
