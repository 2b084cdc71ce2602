import { WebhookHandler } from '@liveblocks/node'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@liveblocks/node', uses: 'WebhookHandler.verifyRequest' }

export const secret = 'whsec_ErXbHYh/b6eRbEtTwGYYVGGON2ibbT0O'

/** The SDK refuses types that it does not know. */
export const body = JSON.stringify({
  type: 'storageUpdated',
  data: { projectId: 'my-project-id', roomId: 'my-room-id', updatedAt: '2026-01-05T10:00:00.000Z' },
})

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  new WebhookHandler(secret).verifyRequest({ headers, rawBody: body.toString() })
  return true
}
