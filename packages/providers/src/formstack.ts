import { defineScheme } from '@postern/core'

/**
 * Formstack Forms' submissions.
 *
 * - Signed: the body, as a form or in JSON. There is no timestamp, so a recording can be replayed at any
 *   time.
 * - Secret: the HMAC key of the form's WebHook action, under Settings, Emails & Actions.
 * - Event id: `$.UniqueID`, signed.
 * - Event type: none that is known.
 * - Retries: not known.
 * - Note: nothing is signed unless an HMAC key is set. Leave the name of the header at `X-FS-Signature`. The
 *   action's shared secret is another thing than its HMAC key.
 * @see https://developers.formstack.com/docs/webhook-setup
 */
export const formstack = defineScheme({
  name: 'formstack',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: {
    header: 'x-fs-signature',
    format: { prefix: 'sha256=', isOptional: true },
    encoding: 'hex',
  },
  signs: '{body}',
  formats: ['form', 'json'],
  event: { id: '$.UniqueID' },
})
