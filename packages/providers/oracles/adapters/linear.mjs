import { LinearWebhookClient } from '@linear/sdk/webhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@linear/sdk', uses: 'LinearWebhookClient.verify' }

export const secret = 'lin_wh_34e48cc2a33dbe64977b2e4e2cdb96bd34e48cc2'

/** The timestamp is in the body, and the SDK accepts it for a minute. */
export const body = JSON.stringify({
  action: 'create',
  type: 'Issue',
  data: { id: '2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9' },
  webhookTimestamp: Date.now(),
  webhookId: '000042e3-d123-4980-b49f-8e140eef9329',
})

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return new LinearWebhookClient(secret).verify(body, headers['linear-signature'])
}
