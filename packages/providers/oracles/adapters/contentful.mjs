import { signRequest, verifyRequest } from '@contentful/node-apps-toolkit'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@contentful/node-apps-toolkit', uses: 'verifyRequest, signRequest' }
export const secret = 'kBV6XoJe2nR9sQ4fTz8LwYc1HdGm5PaUi7ZxNqEvSt3OjFrKbDuMyWhCg0IlApX2'

const pathOf = (url) => {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Whether the SDK accepts a request. */
export function verify({ method, url, headers, body }, secret) {
  return verifyRequest(secret, { method, path: pathOf(url), headers, body: body.toString() })
}

/** Has the SDK sign a delivery. */
export function sign({ method, url, sentAt, body }, secret) {
  const headers = { 'content-type': 'application/vnd.contentful.management.v1+json' }
  const signed = signRequest(secret, { method, path: pathOf(url), headers, body }, sentAt)
  return { method, url, headers: { ...headers, ...signed }, body }
}
