import { randomBytes } from 'node:crypto'
import { defineScheme } from '@postern/core'

/**
 * Contentful's webhooks, of spaces with request verification.
 *
 * - Signed: the method, the path and the query, the headers that `x-contentful-signed-headers` lists, the
 *   timestamp and the body.
 * - Secret: the space's settings, Webhooks, Settings, "Enable request verification": 64 characters, shown once.
 * - Event id: `x-contentful-idempotency-key`, **not signed** unless the list has it.
 * - Event type: `x-contentful-topic`, **not signed** unless the list has it.
 * - Retries: not known.
 * - Note: Contentful's own library takes nothing older than 30 seconds; here the receiver's tolerance counts.
 *   Behind a proxy that changes the path, give the `url` that Contentful has.
 * @see https://www.contentful.com/developers/docs/extensibility/webhooks/request-verification
 */
export const contentful = defineScheme({
  name: 'contentful',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: 'x-contentful-signature', format: 'raw', encoding: 'hex' },
  signs: ({ rawBody, value }) => {
    const listed = value('header:x-contentful-signed-headers')
    // What is no list of names, and a short one, is answered with content that nobody can have signed.
    if (!/^[\w.-]+(?:,[\w.-]+){0,63}$/.test(listed)) return randomBytes(32)
    const always = ['x-contentful-signed-headers', 'x-contentful-timestamp']
    const names = [...new Set([...listed.split(','), ...always])].sort()
    const headers = names.map((name) => `${name}:${value(`header:${name}`)}`).join(';')
    const [path = '', query = ''] = value('url')
      .replace(/^https?:\/\/[^/]*/i, '')
      .split('?')
    const target = encodeURI(query === '' ? path : `${path}?${encodeURIComponent(query)}`)
    return Buffer.concat([Buffer.from(`${value('method')}\n${target}\n${headers}\n`, 'latin1'), rawBody])
  },
  timestamp: { from: { header: 'x-contentful-timestamp' }, unit: 'ms' },
  formats: ['json'],
  event: { id: { header: 'x-contentful-idempotency-key' }, type: { header: 'x-contentful-topic' } },
})
