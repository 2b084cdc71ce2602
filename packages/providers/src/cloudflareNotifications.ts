import { defineCredential } from '@postern/core'

/**
 * Cloudflare's notifications.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: Notifications, Destinations, the secret that was entered with the webhook. It is optional there.
 * - Event id: none that is known: give the receiver an `eventId`.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: "Save and Test" sends an ordinary message. Events of live video come this way too.
 * @see https://developers.cloudflare.com/notifications/get-started/configure-webhooks/
 */
export const cloudflareNotifications = defineCredential({
  name: 'cloudflare-notifications',
  credential: { header: 'cf-webhook-auth' },
  formats: ['json'],
})
