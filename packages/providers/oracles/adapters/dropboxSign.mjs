import dropbox from '@dropbox/sign'

const { EventCallbackHelper, EventCallbackRequest } = dropbox

/** What verifies: the package, and what of it. Fields are read as Node's own fetch reads them. */
export const oracle = {
  package: '@dropbox/sign',
  uses: 'EventCallbackHelper.isValid, EventCallbackRequest.init',
}
export const secret = '324e3b0840f065eb51f3fd63231d0d33daa35d4ed10d27718839e81737065782'

/** The JSON, to which time and hash are added before it becomes a field. */
export const body = JSON.stringify({
  account_guid: '63522885f9261e2b04eea043933ee7313eb674fd',
  event: { event_time: '', event_type: 'signature_request_sent', event_hash: '' },
  signature_request: { title: 'Grüße' },
})

/** Time and type are signed, and nothing else of the body. */
export const checksBody = false

/** Whether the SDK accepts a request. */
export async function verify({ headers, body }, secret) {
  const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData()
  if ([...form.keys()].join() !== 'json') return false
  return EventCallbackHelper.isValid(secret, EventCallbackRequest.init(JSON.parse(form.get('json'))))
}
