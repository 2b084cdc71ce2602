import { Bot, webhookCallback } from 'grammy'

/** What verifies: the package, and what of it. Nothing is signed: a token is compared. */
export const oracle = { package: 'grammy', uses: 'webhookCallback' }

/** The `secret_token` of `setWebhook`. */
export const secret = 'made-up_telegram_secret_token'

export const body =
  '{"update_id":10000,"message":{"message_id":1,"date":1767607200,"chat":{"id":1,"type":"private"}}}'

export const checksBody = false

const botInfo = {
  id: 1,
  is_bot: true,
  first_name: 'made up',
  username: 'made_up_bot',
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
}

/** Whether the SDK accepts a request. */
export async function verify({ method, url, headers, body }, secret) {
  // With botInfo the bot asks Telegram for nothing.
  const handle = webhookCallback(new Bot('1:made-up', { botInfo }), 'std/http', { secretToken: secret })
  const response = await handle(new Request(url, { method, headers, body }))
  return response.status === 200
}
