import { validateEvent } from '@polar-sh/sdk/webhooks'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@polar-sh/sdk', uses: 'validateEvent' }

export const secret = 'polar_whs_ovyN6cPrTv56AApvzCaJno08SSmGJmgbWilb33N2JuK'

/** The SDK holds events to their schemas. */
export const body = JSON.stringify({
  type: 'member.created',
  timestamp: '2026-01-05T10:00:00Z',
  data: {
    id: '6f2d6c0e-31b5-4fd5-8a4d-6a3a0a3f4f10',
    created_at: '2026-01-05T10:00:00Z',
    modified_at: null,
    customer_id: '992fae2a-2a17-4b7a-8d9e-e287cf90131b',
    email: 'someone@example.com',
    name: null,
    external_id: null,
    role: 'member',
  },
})

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  validateEvent(body, headers, secret)
  return true
}
