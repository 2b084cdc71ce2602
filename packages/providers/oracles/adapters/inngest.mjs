import { Inngest } from 'inngest'

// What verifies is no part of what the package exports.
const file = new URL('../node_modules/inngest/components/InngestCommHandler.js', import.meta.url)
const { InngestCommHandler } = await import(file)

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'inngest',
  uses: 'InngestCommHandler.validateSignature, .getResponseSignature (internal)',
}
export const secret = 'signkey-prod-6b1f0c8e2a4d57936b1f0c8e2a4d57936b1f0c8e2a4d57936b1f0c8e2a4d5793'

/** Not in the canonical form, which is what is signed. */
export const body =
  '{ "version": 1.0, "event": {"name": "shop/order.paid", "data": {"name": "Gr\\u00fc\\u00dfe", "\\ud83e\\udd8a": 1e21, "\\ufb33": [-0, 0.1]}}, "ctx": {} }'

function handlerOf(signingKey) {
  const client = new Inngest({ id: 'oracle', isDev: false, signingKey })
  const handler = () => ({ transformResponse: () => undefined })
  return new InngestCommHandler({ frameworkName: 'oracle', client, functions: [], handler })
}

/** Whether the SDK accepts a request, whose body it parses first. */
export async function verify({ headers, body }, secret) {
  const signature = headers['x-inngest-signature']
  const { success } = await handlerOf(secret).validateSignature(signature, JSON.parse(body.toString()))
  return success
}

/** Has the SDK sign a delivery as it signs its answers. */
export async function sign({ method, url, headers, body }, secret) {
  const signature = await handlerOf(secret).getResponseSignature(secret, JSON.parse(body))
  return { method, url, headers: { ...headers, 'x-inngest-signature': signature }, body }
}
