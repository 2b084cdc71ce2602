import { defineCredential } from '@postern/core'

/**
 * Telegram's Bot API.
 *
 * - Signed: nothing, and **not the body**: whoever has seen one delivery can send another payload with it.
 * - Secret: the `secret_token` that was given to `setWebhook`. Telegram takes one of a single character, and this
 *   scheme of eight or more, as whoever guesses it can send anything.
 * - Event id: `$.update_id`, **not signed**.
 * - Event type: none that is known: it is the name of the member beside `update_id`, such as `message`.
 * - Retries: some, until Telegram gives up; how many is not published.
 * - Note: the answer may have a method of the Bot API for its body, in JSON.
 * @see https://core.telegram.org/bots/api#setwebhook
 */
export const telegram = defineCredential({
  name: 'telegram',
  credential: { header: 'x-telegram-bot-api-secret-token' },
  formats: ['json'],
  event: { id: '$.update_id' },
})
