import * as shared from './_standardWebhooks.mjs'

export { oracle } from './_standardWebhooks.mjs'

export const secret = 'ydNKnwP+X7cTUxB0j/NBEWVPBujZEHA4'

// The library knows the headers of the specification only.
const names = {
  'finch-event-id': 'webhook-id',
  'finch-timestamp': 'webhook-timestamp',
  'finch-signature': 'webhook-signature',
}

export async function verify({ headers, body }, secret) {
  const renamed = Object.fromEntries(Object.entries(names).map(([theirs, its]) => [its, headers[theirs]]))
  return shared.verify({ headers: renamed, body }, secret)
}

export async function sign(delivery, secret) {
  const { headers, ...request } = await shared.sign(delivery, secret)
  const renamed = Object.fromEntries(Object.entries(names).map(([theirs, its]) => [theirs, headers[its]]))
  return { ...request, headers: { 'content-type': 'application/json', ...renamed } }
}
