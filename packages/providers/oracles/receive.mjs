import { createReceiver, isSignatureError, isWebhookError } from '@postern/core'

/** Receives one request, and says why it was refused if it was. */
export async function receive(scheme, { method, url, headers, body }) {
  const receiver = createReceiver({ scheme, eventId: 'hash', parse: 'raw', onRejected: () => undefined })
  const { host, pathname, search } = new URL(url)
  const request = { method, url: pathname + search, headers: { host, ...headers }, rawBody: body }
  try {
    const reception = await receiver.receive(request)
    return { kind: reception.kind }
  } catch (error) {
    if (isSignatureError(error)) return { refused: error.reason }
    if (isWebhookError(error)) return { refused: error.code }
    throw error
  }
}
