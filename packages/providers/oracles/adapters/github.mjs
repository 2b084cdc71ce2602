import * as methods from '@octokit/webhooks-methods'

/** What verifies: the package, and what of it. */
export const oracle = { package: '@octokit/webhooks-methods', uses: 'verify, sign' }

export const secret = "It's a Secret to Everybody"

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  return methods.verify(secret, body.toString(), headers['x-hub-signature-256'])
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, id, body }, secret) {
  const headers = {
    'content-type': 'application/json',
    'x-github-delivery': id,
    'x-github-event': 'push',
    'x-hub-signature-256': await methods.sign(secret, body),
  }
  return { method, url, headers, body }
}
