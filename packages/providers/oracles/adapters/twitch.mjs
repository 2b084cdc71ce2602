import { EventSubMiddleware } from '@twurple/eventsub-http'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@twurple/eventsub-http', uses: 'EventSubMiddleware._verifyData (internal)' }
export const secret = 's3cRe7-0f-the-subscription'

/**
 * Whether the SDK accepts a request. It drops old notifications in its handler, after it has answered:
 * their age is not looked at here.
 */
export function verify({ headers, body }, secret) {
  const middleware = new EventSubMiddleware({ apiClient: {}, hostName: 'example.com', secret })
  return middleware._verifyData(
    headers['twitch-eventsub-message-id'],
    headers['twitch-eventsub-message-timestamp'],
    body.toString(),
    headers['twitch-eventsub-message-signature'],
  )
}
