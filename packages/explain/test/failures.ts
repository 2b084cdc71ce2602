import { createHmac } from 'node:crypto'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { standardWebhooks, timestampedHmac } from '@postern/core'
import { github } from '@postern/providers/github'
import { shopify } from '@postern/providers/shopify'
import { slack } from '@postern/providers/slack'
import { square } from '@postern/providers/square'
import { stripe } from '@postern/providers/stripe'
import type { CapturedRequest, Cause, ExplainOptions, SchemeMaker } from '@postern/explain'

/** A request that does not verify, and why. */
export interface Failure extends Omit<ExplainOptions, 'request' | 'secrets'> {
  readonly name: string
  readonly cause: Cause
  readonly request: CapturedRequest
  readonly secrets: NonNullable<ExplainOptions['secrets']>
}

export const now = 1_790_000_000_000
const seconds = String(now / 1000)
export const text = 'a secret that nobody else has'
const keyBytes = Buffer.from('0123456789abcdef01234567')
const base64Key = keyBytes.toString('base64')
const whsec = `whsec_${base64Key}`

type Bytes = string | Uint8Array

export const mac = (key: Bytes, content: Bytes, encoding: 'hex' | 'base64' = 'hex', algorithm = 'sha256') =>
  createHmac(algorithm, key).update(content).digest(encoding)

const join = (...parts: Bytes[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)))

export const request = (
  headers: Record<string, string | string[]>,
  body: Bytes,
  url = '/webhooks',
): CapturedRequest => ({
  method: 'POST',
  url,
  headers: { host: 'example.com', ...headers },
  rawBody: Buffer.from(body as string),
})

/** The senders' side, each after its provider's own description. */
export const signed = {
  github: (body: Bytes, key: Bytes = text) => ({ 'x-hub-signature-256': `sha256=${mac(key, body)}` }),
  shopify: (body: Bytes, key: Bytes = text) => ({ 'x-shopify-hmac-sha256': mac(key, body, 'base64') }),
  stripe: (body: Bytes, key: Bytes = text, stamp = seconds) => ({
    'stripe-signature': `t=${stamp},v1=${mac(key, join(stamp, '.', body))}`,
  }),
  slack: (body: Bytes, key: Bytes = text, stamp = seconds) => ({
    'x-slack-request-timestamp': stamp,
    'x-slack-signature': `v0=${mac(key, join('v0:', stamp, ':', body))}`,
  }),
  square: (body: Bytes, url: string, key: Bytes = text) => ({
    'x-square-hmacsha256-signature': mac(key, join(url, body), 'base64'),
  }),
  standard: (body: Bytes, key: Bytes = keyBytes, stamp = seconds, id = 'msg_1') => ({
    'webhook-id': id,
    'webhook-timestamp': stamp,
    'webhook-signature': `v1,${mac(key, join(id, '.', stamp, '.', body), 'base64')}`,
  }),
  timestamped: (body: Bytes, key: Bytes = text, stamp = seconds) => ({
    'x-webhook-timestamp': stamp,
    'x-webhook-signature': mac(key, join(stamp, '.', body)),
  }),
}

const plain = '{"id":"evt_1","type":"order.paid","amount":12,"note":"for you"}'
const pretty = JSON.stringify(JSON.parse(plain), undefined, 2)

const failure = (
  name: string,
  cause: Cause,
  scheme: SchemeMaker,
  captured: CapturedRequest,
  rest: Partial<Failure> = {},
): Failure => ({
  name,
  cause,
  scheme,
  request: captured,
  secrets: scheme === standardWebhooks ? whsec : text,
  ...rest,
})

/** A body that was signed, and what reached the receiver in its place. */
const changedBody = (name: string, cause: Cause, sent: Bytes, received: Bytes): Failure[] => [
  failure(`stripe: ${name}`, cause, stripe, request(signed.stripe(sent), received)),
  failure(`github: ${name}`, cause, github, request(signed.github(sent), received)),
]

const accented = '{"name":"Zoë & Søren","price":"5 €"}'
const sent = {
  python: '{"id": "evt_1", "type": "order.paid", "amount": 12, "note": "for you"}',
  numbers: '{"id":"evt_1","amount":1.0,"count":3,"price":19.90}',
  php: '{"url":"https:\\/\\/example.com\\/a"}',
}

export const bodyFailures: readonly Failure[] = [
  ...changedBody('sent with an indentation of two, received compact', 'body_reserialized', pretty, plain),
  ...changedBody('sent compact, received with an indentation of two', 'body_reserialized', plain, pretty),
  ...changedBody(
    'sent with an indentation of four',
    'body_reserialized',
    JSON.stringify(JSON.parse(plain), undefined, 4),
    plain,
  ),
  ...changedBody(
    'sent with tabs and a line end',
    'body_reserialized',
    `${JSON.stringify(JSON.parse(plain), undefined, '\t')}\n`,
    plain,
  ),
  ...changedBody('sent as Python writes it', 'body_reserialized', sent.python, plain),
  ...changedBody(
    'sent with \\uXXXX',
    'body_unicode_escapes',
    accented.replaceAll(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    accented,
  ),
  ...changedBody('received with \\uXXXX', 'body_unicode_escapes', '{"name":"Zoë"}', '{"name":"Zo\\u00eb"}'),
  ...changedBody(
    'sent with \\u0026, as Go writes it',
    'body_unicode_escapes',
    '{"name":"a \\u0026 b"}',
    '{"name":"a & b"}',
  ),
  ...changedBody('sent with \\/', 'body_slash_escapes', sent.php, '{"url":"https://example.com/a"}'),
  ...changedBody('received with \\/', 'body_slash_escapes', '{"url":"https://example.com/a"}', sent.php),
  ...changedBody(
    'sent with 1.0',
    'body_number_forms',
    '{"id":"evt_1","amount":1.0,"count":3}',
    '{"id":"evt_1","amount":1,"count":3}',
  ),
  ...changedBody(
    'sent with 19.90',
    'body_number_forms',
    '{"id":"evt_1","price":19.90}',
    '{"id":"evt_1","price":19.9}',
  ),
  ...changedBody('received with 1.0, signed with 1', 'body_number_forms', '{"amount":1}', '{"amount":1.0}'),
  ...changedBody(
    'sent with sorted members',
    'body_key_order',
    '{"a":1,"b":{"c":2,"d":3}}',
    '{"b":{"d":3,"c":2},"a":1}',
  ),
  ...changedBody('lost its line end', 'body_trailing_newline', `${plain}\n`, plain),
  ...changedBody('got a line end', 'body_trailing_newline', plain, `${plain}\n`),
  ...changedBody('got a CRLF', 'body_trailing_newline', plain, `${plain}\r\n`),
  ...changedBody('CRLF became LF', 'body_line_endings', 'a=1\r\nb=2\r\n', 'a=1\nb=2\n'),
  ...changedBody('LF became CRLF', 'body_line_endings', 'one\ntwo\n', 'one\r\ntwo\r\n'),
  ...changedBody('lost its byte order mark', 'body_bom', `\ufeff${plain}`, plain),
  ...changedBody('got a byte order mark', 'body_bom', plain, `\ufeff${plain}`),
  ...changedBody('got white space around it', 'body_surrounding_space', plain, `  ${plain}\n\n`),
  ...changedBody(
    'UTF-8 that was read as latin1',
    'body_charset',
    accented.replace('€', 'ß'),
    Buffer.from(Buffer.from(accented.replace('€', 'ß')).toString('latin1'), 'utf8'),
  ),
  ...changedBody(
    'signed in UTF-8, received in latin1',
    'body_charset',
    '{"name":"Zoë"}',
    Buffer.from('{"name":"Zoë"}', 'latin1'),
  ),
  ...changedBody(
    'signed in latin1, received in UTF-8',
    'body_charset',
    Buffer.from('{"name":"Zoë"}', 'latin1'),
    '{"name":"Zoë"}',
  ),
  ...changedBody(
    'signed in windows-1252, received in UTF-8',
    'body_charset',
    Buffer.from('5 \x80', 'latin1'),
    '5 €',
  ),
  ...changedBody(
    'a form that became JSON',
    'body_form',
    'id=evt_1&note=for+you',
    '{"id":"evt_1","note":"for you"}',
  ),
  ...changedBody(
    'JSON that became a form',
    'body_form',
    '{"id":"evt_1","note":"for you"}',
    'id=evt_1&note=for+you',
  ),
  ...changedBody(
    'a form with %20 that became one with +',
    'body_form',
    'id=evt_1&note=for%20you',
    'id=evt_1&note=for+you',
  ),
  ...changedBody('received in gzip', 'body_compressed', plain, gzipSync(plain)),
  ...changedBody('received in brotli', 'body_compressed', plain, brotliCompressSync(plain)),
  ...changedBody('signed in gzip, received inflated', 'body_decompressed', gzipSync(plain), plain),
  ...changedBody('received in base64', 'body_base64', plain, Buffer.from(plain).toString('base64')),
  ...changedBody('JSON.stringify of a Buffer', 'body_buffer_json', plain, JSON.stringify(Buffer.from(plain))),
  ...changedBody('JSON.stringify called twice', 'body_double_encoded', plain, JSON.stringify(plain)),
]

const good = {
  stripe: request(signed.stripe(plain), plain),
  github: request(signed.github(plain), plain),
  standard: request(signed.standard(plain), plain),
}
const stripeSecret = `whsec_${text.replaceAll(' ', '')}`

export const secretFailures: readonly Failure[] = [
  failure('a secret with a line end', 'secret_white_space', github, good.github, { secrets: `${text}\n` }),
  failure('a secret in quotes', 'secret_quotes', github, good.github, { secrets: `"${text}"` }),
  failure('a whsec_ secret in quotes', 'secret_quotes', standardWebhooks, good.standard, {
    secrets: `'${whsec}'`,
  }),
  failure(
    'a secret without its whsec_',
    'secret_prefix',
    stripe,
    request(signed.stripe(plain, stripeSecret), plain),
    {
      secrets: stripeSecret.slice('whsec_'.length),
    },
  ),
  failure('a secret with whsec_ that is none', 'secret_prefix', github, good.github, {
    secrets: `whsec_${text}`,
  }),
  failure(
    'a whsec_ that the sender does not decode',
    'secret_encoding',
    standardWebhooks,
    request(signed.standard(plain, whsec), plain),
  ),
  failure(
    'a secret that the sender does not decode behind whsec_',
    'secret_prefix',
    standardWebhooks,
    request(signed.standard(plain, base64Key), plain),
  ),
  failure(
    'a base64 secret taken as text',
    'secret_encoding',
    shopify,
    request(signed.shopify(plain, keyBytes), plain),
    { secrets: base64Key },
  ),
  failure(
    'a hexadecimal secret taken as text',
    'secret_encoding',
    github,
    request(signed.github(plain, keyBytes), plain),
    { secrets: keyBytes.toString('hex') },
  ),
  failure('a hexadecimal secret taken as base64', 'secret_encoding', standardWebhooks, good.standard, {
    secrets: keyBytes.toString('hex'),
  }),
  failure(
    'a text that should have been base64',
    'secret_encoding',
    standardWebhooks,
    request(signed.standard(plain, text), plain),
    { secrets: text },
  ),
  failure('NAME=value', 'secret_assignment', github, good.github, { secrets: `WEBHOOK_SECRET=${text}` }),
  failure('two secrets in one text', 'secret_list', github, good.github, {
    secrets: `another secret,${text}`,
  }),
  failure('the secret of another endpoint', 'secret_other_endpoint', stripe, good.stripe, {
    secrets: 'the secret of this endpoint',
    otherSecrets: { billing: ['an older one of billing', text], sales: 'the secret of sales' },
  }),
]

const milliseconds = String(now)
const stamped = (stamp: string, sentStamp = stamp) => ({
  ...signed.timestamped(plain, text, stamp),
  'x-webhook-timestamp': sentStamp,
})
const { 'x-webhook-signature': rightSignature } = signed.timestamped(plain)
const rightHeaders = signed.standard(plain)

export const headFailures: readonly Failure[] = [
  failure(
    'ten minutes late',
    'clock_skew',
    stripe,
    request(signed.stripe(plain, text, String(now / 1000 - 600)), plain),
  ),
  failure(
    'ten minutes early',
    'clock_skew',
    slack,
    request(signed.slack(plain, text, String(now / 1000 + 600)), plain),
  ),
  failure(
    'milliseconds where seconds are read',
    'timestamp_unit',
    timestampedHmac,
    request(stamped(milliseconds), plain),
  ),
  failure(
    'signed in seconds, sent in milliseconds',
    'timestamp_unit',
    timestampedHmac,
    request(stamped(seconds, milliseconds), plain),
  ),
  failure(
    'signed in milliseconds, sent in seconds',
    'timestamp_unit',
    timestampedHmac,
    request(stamped(milliseconds, seconds), plain),
  ),
  failure(
    'sent as ISO 8601',
    'timestamp_unit',
    slack,
    request({ ...signed.slack(plain), 'x-slack-request-timestamp': new Date(now).toISOString() }, plain),
  ),
  failure(
    'the signature in another header',
    'signature_header',
    github,
    request({ 'x-signature': `sha256=${mac(text, plain)}` }, plain),
  ),
  failure(
    'the signature in another header, without any of its own',
    'signature_header',
    timestampedHmac,
    request({ 'x-webhook-timestamp': seconds, 'x-acme-signature': rightSignature }, plain),
  ),
  failure(
    'the timestamp in another header',
    'timestamp_header',
    timestampedHmac,
    request({ 'x-acme-time': seconds, 'x-webhook-signature': rightSignature }, plain),
  ),
  failure(
    'the id in another header',
    'id_header',
    standardWebhooks,
    request(
      {
        'webhook-timestamp': seconds,
        'webhook-signature': rightHeaders['webhook-signature'],
        'x-message-id': 'msg_1',
      },
      plain,
    ),
  ),
  failure(
    'a signature without its prefix',
    'signature_prefix',
    github,
    request({ 'x-hub-signature-256': mac(text, plain) }, plain),
  ),
  failure(
    'a signature with a prefix that is none',
    'signature_prefix',
    shopify,
    request({ 'x-shopify-hmac-sha256': `sha256=${mac(text, plain, 'base64')}` }, plain),
  ),
  failure(
    'a signature without its version',
    'signature_prefix',
    standardWebhooks,
    request({ ...rightHeaders, 'webhook-signature': rightHeaders['webhook-signature'].slice(3) }, plain),
  ),
  failure(
    'hexadecimal where base64 is wanted',
    'signature_encoding',
    shopify,
    request({ 'x-shopify-hmac-sha256': mac(text, plain) }, plain),
  ),
  failure(
    'base64 where hexadecimal is wanted',
    'signature_encoding',
    github,
    request({ 'x-hub-signature-256': `sha256=${mac(text, plain, 'base64')}` }, plain),
  ),
  failure(
    'a signature in quotes',
    'signature_quotes',
    shopify,
    request({ 'x-shopify-hmac-sha256': `"${mac(text, plain, 'base64')}"` }, plain),
  ),
  failure(
    'headers as CGI names them',
    'header_names',
    slack,
    request(
      {
        http_x_slack_signature: signed.slack(plain)['x-slack-signature'],
        http_x_slack_request_timestamp: seconds,
      },
      plain,
    ),
  ),
  failure(
    'a header that came twice',
    'header_repeated',
    github,
    request({ 'x-hub-signature-256': ['sha256=00', signed.github(plain)['x-hub-signature-256']] }, plain),
  ),
  failure('GET after a redirect', 'method', github, { ...request(signed.github(''), ''), method: 'GET' }),
  failure('another scheme', 'other_scheme', stripe, good.github, { presets: { slack, shopify, github } }),
]

const at = (url: string) => request(signed.square(plain, url), plain, '/webhooks?tenant=1')
const proxied = (url: string, headers: Record<string, string>) =>
  request({ ...signed.square(plain, url), host: '10.0.0.7:3000', ...headers }, plain)

export const urlFailures: readonly Failure[] = [
  failure('http that was taken for https', 'url_scheme', square, at('http://example.com/webhooks?tenant=1')),
  failure('https, with http configured', 'url_scheme', square, at('https://example.com/webhooks?tenant=1'), {
    url: 'http://example.com/webhooks?tenant=1',
  }),
  failure(
    'the host behind a proxy',
    'url_host',
    square,
    proxied('https://hooks.example.com/webhooks', {
      'x-forwarded-host': 'hooks.example.com',
      'x-forwarded-proto': 'https',
    }),
  ),
  failure(
    'the host in Forwarded',
    'url_host',
    square,
    proxied('https://hooks.example.com/webhooks', {
      forwarded: 'for=1.2.3.4;host=hooks.example.com;proto=https',
    }),
  ),
  failure(
    'a port',
    'url_port',
    square,
    request(signed.square(plain, 'https://example.com:8443/webhooks'), plain),
    {
      url: 'https://example.com/webhooks',
      request: request(
        { ...signed.square(plain, 'https://example.com:8443/webhooks'), 'x-forwarded-port': '8443' },
        plain,
      ),
    },
  ),
  failure(
    'a slash at the end',
    'url_trailing_slash',
    square,
    request(signed.square(plain, 'https://example.com/webhooks/'), plain),
  ),
  failure('a query that was lost', 'url_query', square, at('https://example.com/webhooks?tenant=1'), {
    url: 'https://example.com/webhooks',
  }),
  failure('a query that was not signed', 'url_query', square, at('https://example.com/webhooks')),
  failure(
    'a path that a proxy cut',
    'url_path',
    square,
    proxied('https://example.com/api/webhooks', { host: 'example.com', 'x-forwarded-prefix': '/api' }),
  ),
]

const other = 'a secret that is in no configuration'
/** Failures without a cause that could be proved. */
export const unknowns: readonly Omit<Failure, 'cause'>[] = [
  failure('another secret', 'method', stripe, request(signed.stripe(plain, other), plain)),
  failure('another amount', 'method', github, request(signed.github(plain), plain.replace('12', '13'))),
  failure('an empty body where there was one', 'method', slack, request(signed.slack(plain), '')),
  failure(
    'a signature of zeros',
    'method',
    standardWebhooks,
    request({ ...rightHeaders, 'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}` }, plain),
  ),
  failure(
    'two changes at once',
    'method',
    square,
    request(signed.square(pretty, 'http://example.com/webhooks'), plain),
  ),
  failure('no signature at all', 'method', shopify, request({}, plain)),
  failure('[object Object]', 'method', shopify, request(signed.shopify(plain), '[object Object]')),
]
