import * as methods from '@octokit/webhooks-methods'

/** Gitea has no SDK that verifies; its signature is GitHub's without `sha256=`. */
export const oracle = { package: '@octokit/webhooks-methods', uses: 'verify, sign' }

export const secret = 'a gitea webhook secret'

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  const signature = headers['x-gitea-signature']
  return methods.verify(secret, body.toString(), signature && `sha256=${signature}`)
}

/** Has the SDK sign a delivery. */
export async function sign({ method, url, id, body }, secret) {
  const signature = await methods.sign(secret, body)
  const headers = {
    'content-type': 'application/json',
    'x-gitea-delivery': id,
    'x-gitea-event': 'push',
    'x-gitea-event-type': 'push',
    'x-gitea-signature': signature.slice('sha256='.length),
    'x-hub-signature-256': signature,
  }
  return { method, url, headers, body }
}
