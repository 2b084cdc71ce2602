import { defineScheme } from '@postern/core'

/**
 * SurveyMonkey's webhooks.
 *
 * - Signed: the body. There is no timestamp, so a recording can be replayed at any time.
 * - Secret: the app's Client ID and Client Secret, joined by `&`: `<client id>&<client secret>`.
 * - Event id: `$.event_id`, signed.
 * - Event type: `$.event_type`, signed.
 * - Retries: not known.
 * - Handshake: `HEAD`, without a signature, is answered with 200. Let the route take it beside `POST`.
 * @see https://github.com/SurveyMonkey/public_api_docs/blob/main/includes/_webhooks.md
 */
export const surveymonkey = defineScheme({
  name: 'surveymonkey',
  algorithm: 'hmac-sha1',
  secret: 'utf8',
  signature: { header: 'sm-signature', format: 'raw', encoding: 'base64' },
  signs: '{body}',
  formats: ['json'],
  event: { id: '$.event_id', type: '$.event_type' },
  handshake: { signed: false, method: 'HEAD', when: {}, answer: {} },
})
