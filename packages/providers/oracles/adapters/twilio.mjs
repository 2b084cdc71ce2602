import { parse } from 'node:querystring'
import twilio from 'twilio'

/** What verifies: the package, and what of it. */
export const oracle = {
  package: 'twilio',
  uses: 'validateIncomingRequest, getExpectedTwilioSignature, getExpectedBodyHash',
}

/** The auth token of an account. */
export const secret = 'ebc836b54a2ef74c98b5c4489146b2ac'

export const body = 'MessageSid=SM0123456789abcdef0123456789abcdef&MessageStatus=delivered&To=%2B15550001111'

/** Bodies are forms; JSON comes with `bodySHA256` in the query. */
export const request = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

/** Whether the SDK accepts a request. It is given what Express would give it. */
export async function verify({ url, headers, body }, secret) {
  const text = body.toString()
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  const incoming = {
    header: (name) => headers[name.toLowerCase()],
    body: form ? parse(text) : {},
    rawBody: text,
  }
  return twilio.validateIncomingRequest(incoming, secret, { url })
}

/** Has the SDK sign a delivery, of a form or of JSON. */
export async function sign({ method, url, body }, secret) {
  if (!body.startsWith('{')) {
    const signature = twilio.getExpectedTwilioSignature(secret, url, parse(body))
    return { method, url, headers: { ...request.headers, 'x-twilio-signature': signature }, body }
  }
  const signed = new URL(url)
  signed.searchParams.set('bodySHA256', twilio.getExpectedBodyHash(body))
  const headers = {
    'content-type': 'application/json',
    'x-twilio-signature': twilio.getExpectedTwilioSignature(secret, signed.href, {}),
  }
  return { method, url: signed.href, headers, body }
}
