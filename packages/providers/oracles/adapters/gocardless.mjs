import { parse } from 'gocardless-nodejs/webhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: 'gocardless-nodejs', uses: 'webhooks.parse' }

export const secret = 'ED7D658C-D8EB-4941-948B-3973214F2D49'

export const body = JSON.stringify({
  events: [
    { id: 'EV00BD05S5VM2T', resource_type: 'mandates', action: 'created', links: { mandate: 'MD000A' } },
  ],
  meta: { webhook_id: 'WB00BD05S5VM2T' },
})

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  parse(body, secret, headers['webhook-signature'])
  return true
}
