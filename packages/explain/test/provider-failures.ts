import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { timestampedHmac } from '@postern/core'
import { calendly } from '@postern/providers/calendly'
import { clerk } from '@postern/providers/clerk'
import { discord } from '@postern/providers/discord'
import { docusign } from '@postern/providers/docusign'
import { github } from '@postern/providers/github'
import { gitlab } from '@postern/providers/gitlab'
import { hubspotV3 } from '@postern/providers/hubspotV3'
import { intercom } from '@postern/providers/intercom'
import { linear } from '@postern/providers/linear'
import { mailgun } from '@postern/providers/mailgun'
import { meta } from '@postern/providers/meta'
import { mandrill } from '@postern/providers/mandrill'
import { notion } from '@postern/providers/notion'
import { paddle } from '@postern/providers/paddle'
import { paystack } from '@postern/providers/paystack'
import { razorpay } from '@postern/providers/razorpay'
import { sendgrid } from '@postern/providers/sendgrid'
import { sentry } from '@postern/providers/sentry'
import { shopify } from '@postern/providers/shopify'
import { slack } from '@postern/providers/slack'
import { square } from '@postern/providers/square'
import { stripe } from '@postern/providers/stripe'
import { svix } from '@postern/providers/svix'
import { telegram } from '@postern/providers/telegram'
import { telnyx } from '@postern/providers/telnyx'
import { trello } from '@postern/providers/trello'
import { twilio } from '@postern/providers/twilio'
import { typeform } from '@postern/providers/typeform'
import { vercel } from '@postern/providers/vercel'
import { zendesk } from '@postern/providers/zendesk'
import { zoom } from '@postern/providers/zoom'
import type { SchemeMaker } from '@postern/explain'
import { type Failure, mac, now, request, signed, text } from './failures.js'

type Bytes = string | Uint8Array
type Headers = Record<string, string | string[]>

const seconds = String(now / 1000)
const late = String(now / 1000 - 3600)
const url = 'https://hooks.example.com/in?tenant=1'
const json = '{"id":"evt_1","type":"order.paid","total":"12.50","tags":["a","b"]}'
const pretty = JSON.stringify(JSON.parse(json), undefined, 2)
const form = 'Body=Hello+there&From=%2B15550100&SmsSid=SM1'
const keyBytes = Buffer.from('0123456789abcdef0123456789abcdef')
const base64 = keyBytes.toString('base64')
const hex = keyBytes.toString('hex')
const sorted = (fields: string) =>
  [...new URLSearchParams(fields)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flat()
    .join('')
const ed25519 = generateKeyPairSync('ed25519')
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const raw = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
const byKey = (content: string, encoding: 'hex' | 'base64') =>
  sign(null, Buffer.from(content), ed25519.privateKey).toString(encoding)

/** The senders' side, each after its provider's own description. */
const from = {
  paddle: (body: string, key: Bytes = text, stamp = seconds) => ({
    'paddle-signature': `ts=${stamp};h1=${mac(key, `${stamp}:${body}`)}`,
  }),
  zoom: (body: string, key: Bytes = text, stamp = seconds) => ({
    'x-zm-request-timestamp': stamp,
    'x-zm-signature': `v0=${mac(key, `v0:${stamp}:${body}`)}`,
  }),
  svix: (body: string, family = 'svix', key: Bytes = keyBytes) => ({
    [`${family}-id`]: 'msg_1',
    [`${family}-timestamp`]: seconds,
    [`${family}-signature`]: `v1,${mac(key, `msg_1.${seconds}.${body}`, 'base64')}`,
  }),
  hubspot: (body: string, target: string, stamp = String(now)) => ({
    'x-hubspot-request-timestamp': stamp,
    'x-hubspot-signature-v3': mac(text, `POST${target}${body}${stamp}`, 'base64'),
  }),
  twilio: (fields: string, target: string, key: Bytes = text) => ({
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': mac(key, target + sorted(fields), 'base64', 'sha1'),
  }),
  mandrill: (fields: string, target: string) => ({
    'content-type': 'application/x-www-form-urlencoded',
    'x-mandrill-signature': mac(text, target + sorted(fields), 'base64', 'sha1'),
  }),
  trello: (body: string, target: string) => ({
    'x-trello-webhook': mac(text, body + target, 'base64', 'sha1'),
  }),
  zendesk: (body: string, stamp = new Date(now).toISOString()) => ({
    'x-zendesk-webhook-signature-timestamp': stamp,
    'x-zendesk-webhook-signature': mac(text, stamp + body, 'base64'),
  }),
  calendly: (body: string, stamp = seconds) => ({
    'calendly-webhook-signature': `t=${stamp},v1=${mac(text, `${stamp}.${body}`)}`,
  }),
  typeform: (body: string) => ({ 'typeform-signature': `sha256=${mac(text, body, 'base64')}` }),
  paystack: (body: string) => ({ 'x-paystack-signature': mac(text, body, 'hex', 'sha512') }),
  razorpay: (body: string) => ({ 'x-razorpay-signature': mac(text, body) }),
  intercom: (body: string) => ({ 'x-hub-signature': `sha1=${mac(text, body, 'hex', 'sha1')}` }),
  vercel: (body: string) => ({ 'x-vercel-signature': mac(text, body, 'hex', 'sha1') }),
  linear: (body: string, key: Bytes = text) => ({ 'linear-signature': mac(key, body) }),
  notion: (body: string, key: Bytes = text) => ({ 'x-notion-signature': `sha256=${mac(key, body)}` }),
  sentry: (body: string) => ({ 'sentry-hook-signature': mac(text, body) }),
  discord: (body: string, stamp = seconds) => ({
    'x-signature-timestamp': stamp,
    'x-signature-ed25519': byKey(stamp + body, 'hex'),
  }),
  telnyx: (body: string) => ({
    'telnyx-timestamp': seconds,
    'telnyx-signature-ed25519': byKey(`${seconds}|${body}`, 'base64'),
  }),
  sendgrid: (body: string) => ({
    'x-twilio-email-event-webhook-timestamp': seconds,
    'x-twilio-email-event-webhook-signature': sign(
      'sha256',
      Buffer.from(seconds + body),
      p256.privateKey,
    ).toString('base64'),
  }),
  docusign: (body: string) => ({ 'x-docusign-signature-1': mac(text, body, 'base64') }),
}

const mail = (stamp = seconds, key: Bytes = text) =>
  JSON.stringify({
    signature: { timestamp: stamp, token: 'tok_1', signature: mac(key, `${stamp}tok_1`) },
    'event-data': { event: 'delivered' },
  })
const issue = (stamp: number) => `{"action":"create","type":"Issue","webhookTimestamp":${String(stamp)}}`
const keyed =
  (make: (options: { keys: string }) => ReturnType<SchemeMaker>, keys: string): SchemeMaker =>
  () =>
    make({ keys })
const byDiscord = keyed(discord, raw.toString('hex'))
const byTelnyx = keyed(telnyx, raw.toString('base64'))
const bySendgrid = keyed(sendgrid, p256.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'))
const underscored = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.replaceAll('-', '_'), value]))
const inForm = `payload=${encodeURIComponent(json)}`

type Row = readonly [
  name: string,
  cause: Failure['cause'],
  scheme: SchemeMaker,
  headers: Headers,
  body: Bytes,
  rest?: Partial<Failure> & { readonly at?: string },
]

const asFailure = ([name, cause, scheme, headers, body, { at, ...rest } = {}]: Row): Failure => ({
  name,
  cause,
  scheme,
  request: request(headers, body, at),
  secrets: text,
  ...rest,
})

const rows: readonly Row[] = [
  ['github: the JSON in the only field of a form', 'body_form', github, signed.github(inForm), json],
  [
    'github: that field as an object',
    'body_form',
    github,
    signed.github(inForm),
    JSON.stringify({ payload: json }),
  ],
  [
    'slack: a slash command that became JSON',
    'body_form',
    slack,
    signed.slack('command=%2Fpay&text=a+b'),
    '{"command":"/pay","text":"a b"}',
  ],
  [
    'shopify: base64 from a gateway',
    'body_base64',
    shopify,
    signed.shopify(json),
    Buffer.from(json).toString('base64'),
  ],
  ['paddle: written again', 'body_reserialized', paddle, from.paddle(pretty), json],
  ['paddle: an hour late', 'clock_skew', paddle, from.paddle(json, text, late), json],
  [
    'calendly: four minutes late',
    'clock_skew',
    calendly,
    from.calendly(json, String(now / 1000 - 240)),
    json,
  ],
  ['linear: two minutes late', 'clock_skew', linear, from.linear(issue(now - 120_000)), issue(now - 120_000)],
  [
    'linear: seconds in the body',
    'timestamp_unit',
    linear,
    from.linear(issue(now / 1000)),
    issue(now / 1000),
  ],
  ['mailgun: written again, and late', 'clock_skew', mailgun, {}, mail(late)],
  ['mailgun: a JSON string', 'body_double_encoded', mailgun, {}, JSON.stringify(mail())],
  ['mailgun: a Buffer in JSON', 'body_buffer_json', mailgun, {}, JSON.stringify(Buffer.from(mail()))],
  ['mailgun: a key with a line end', 'secret_white_space', mailgun, {}, mail(), { secrets: `${text}\r\n` }],
  [
    'zoom: the timestamp in another header',
    'timestamp_header',
    zoom,
    { 'x-zm-signature': from.zoom(json)['x-zm-signature'], 'x-zoom-time': seconds },
    json,
  ],
  [
    'zoom: without its version',
    'signature_prefix',
    zoom,
    { ...from.zoom(json), 'x-zm-signature': from.zoom(json)['x-zm-signature'].slice(3) },
    json,
  ],
  [
    'zoom: sorted',
    'body_key_order',
    zoom,
    from.zoom('{"event":"a","payload":{"b":1,"c":2}}'),
    '{"payload":{"c":2,"b":1},"event":"a"}',
  ],
  [
    'svix: the headers of Clerk under their other names',
    'header_names',
    clerk,
    from.svix(json, 'webhook'),
    json,
    { secrets: `whsec_${base64}` },
  ],
  [
    'svix: a secret in base64url',
    'secret_encoding',
    svix,
    from.svix(json, 'svix', Buffer.alloc(24, 0xfb)),
    json,
    { secrets: `whsec_${Buffer.alloc(24, 0xfb).toString('base64url')}` },
  ],
  [
    'svix: one header twice',
    'header_repeated',
    svix,
    { ...from.svix(json), 'svix-id': ['msg_1', 'msg_1'] },
    json,
    { secrets: `whsec_${base64}` },
  ],
  [
    'hubspot: behind a proxy',
    'url_host',
    hubspotV3,
    { ...from.hubspot(json, url), host: '10.0.0.1:3000', 'x-forwarded-host': 'hooks.example.com' },
    json,
    { at: '/in?tenant=1' },
  ],
  [
    'hubspot: http',
    'url_scheme',
    hubspotV3,
    { ...from.hubspot(json, 'http://example.com/in') },
    json,
    { at: '/in' },
  ],
  [
    'hubspot: seconds',
    'timestamp_unit',
    hubspotV3,
    { ...from.hubspot(json, url), 'x-hubspot-request-timestamp': seconds },
    json,
    { url },
  ],
  [
    'hubspot: GET',
    'method',
    github,
    signed.github(json),
    json,
    { request: { ...request(signed.github(json), json), method: 'GET' } },
  ],
  [
    'twilio: http',
    'url_scheme',
    twilio,
    from.twilio(form, 'http://example.com/sms'),
    form,
    { url: 'https://example.com/sms' },
  ],
  [
    'twilio: a port',
    'url_port',
    twilio,
    from.twilio(form, 'https://example.com:443/sms'),
    form,
    { url: 'https://example.com/sms' },
  ],
  [
    'twilio: a query',
    'url_query',
    twilio,
    from.twilio(form, url),
    form,
    { url: 'https://hooks.example.com/in', at: '/in?tenant=1' },
  ],
  [
    'twilio: a path that was rewritten',
    'url_path',
    twilio,
    { ...from.twilio(form, 'https://example.com/api/sms'), 'x-original-url': '/api/sms' },
    form,
    { at: '/sms' },
  ],
  [
    'twilio: a form that became JSON',
    'body_form',
    twilio,
    from.twilio(form, 'https://example.com/sms'),
    JSON.stringify(Object.fromEntries(new URLSearchParams(form))),
    { url: 'https://example.com/sms' },
  ],
  [
    'twilio: the token in quotes',
    'secret_quotes',
    twilio,
    from.twilio(form, 'https://example.com/sms', hex),
    form,
    { url: 'https://example.com/sms', secrets: `"${hex}"` },
  ],
  [
    'mandrill: a slash',
    'url_trailing_slash',
    mandrill,
    from.mandrill('mandrill_events=%5B%5D', 'https://example.com/m/'),
    'mandrill_events=%5B%5D',
    { at: '/m' },
  ],
  [
    'trello: a slash',
    'url_trailing_slash',
    trello,
    from.trello(json, 'https://example.com/t'),
    json,
    { url: 'https://example.com/t/' },
  ],
  [
    'square: the signature of the other key',
    'secret_other_endpoint',
    square,
    signed.square(json, url),
    json,
    { url, secrets: 'the key of the sandbox', otherSecrets: { production: text } },
  ],
  [
    'zendesk: epoch seconds',
    'timestamp_unit',
    zendesk,
    {
      ...from.zendesk(json, new Date(now).toISOString().replace('.000', '')),
      'x-zendesk-webhook-signature-timestamp': seconds,
    },
    json,
  ],
  [
    'zendesk: an hour late',
    'clock_skew',
    zendesk,
    from.zendesk(json, new Date(now - 3_600_000).toISOString()),
    json,
  ],
  [
    'typeform: hexadecimal',
    'signature_encoding',
    typeform,
    { 'typeform-signature': `sha256=${mac(text, json)}` },
    json,
  ],
  [
    'typeform: base64url',
    'signature_encoding',
    typeform,
    { 'typeform-signature': `sha256=${Buffer.from(mac(text, json), 'hex').toString('base64url')}=` },
    json,
  ],
  ['paystack: 1.00', 'body_number_forms', paystack, from.paystack('{"amount":100.00}'), '{"amount":100}'],
  [
    'razorpay: as PHP writes it',
    'body_slash_escapes',
    razorpay,
    from.razorpay('{"url":"https:\\/\\/a.example\\/b"}'),
    '{"url":"https://a.example/b"}',
  ],
  ['intercom: CRLF', 'body_line_endings', intercom, from.intercom('{\n"a":1\n}'), '{\r\n"a":1\r\n}'],
  ['vercel: a line end', 'body_trailing_newline', vercel, from.vercel(json), `${json}\n`],
  [
    'notion: a token with NAME=',
    'secret_assignment',
    notion,
    from.notion(json),
    json,
    {
      secrets: `export NOTION_TOKEN=${text.replaceAll(' ', '_')}`,
      request: request(from.notion(json, text.replaceAll(' ', '_')), json),
    },
  ],
  [
    'notion: base64 that is text',
    'secret_encoding',
    notion,
    from.notion(json, base64),
    json,
    { secrets: keyBytes.toString() },
  ],
  [
    'sentry: escapes of what is not ASCII',
    'body_unicode_escapes',
    sentry,
    from.sentry('{"a":"\\u00e9"}'),
    '{"a":"é"}',
  ],
  [
    'discord: parsed and written again',
    'body_reserialized',
    byDiscord,
    from.discord(pretty),
    json,
    { secrets: [] },
  ],
  ['discord: underscores', 'header_names', byDiscord, underscored(from.discord(json)), json, { secrets: [] }],
  [
    'discord: base64',
    'signature_encoding',
    byDiscord,
    { ...from.discord(json), 'x-signature-ed25519': byKey(seconds + json, 'base64') },
    json,
    { secrets: [] },
  ],
  [
    'telnyx: late',
    'clock_skew',
    byTelnyx,
    from.telnyx(json),
    json,
    { secrets: [], receivedAt: now + 301_000 },
  ],
  [
    'telnyx: another header',
    'signature_header',
    byTelnyx,
    { 'telnyx-timestamp': seconds, 'x-signature': byKey(`${seconds}|${json}`, 'base64') },
    json,
    { secrets: [] },
  ],
  [
    'sendgrid: the line end of the list',
    'body_trailing_newline',
    bySendgrid,
    from.sendgrid(`${json}\r\n`),
    json,
    { secrets: [] },
  ],
  [
    'docusign: another secret among two',
    'secret_quotes',
    docusign,
    from.docusign(json),
    json,
    { secrets: ['another secret of ours', `'${text}'`] },
  ],
  [
    'gitlab: the token with a line end',
    'secret_white_space',
    gitlab,
    { 'x-gitlab-token': text },
    json,
    { secrets: `${text}\n` },
  ],
  ['gitlab: the token in quotes', 'signature_quotes', gitlab, { 'x-gitlab-token': `"${text}"` }, json],
  ['gitlab: the token in another header', 'signature_header', gitlab, { 'x-token': text }, json],
  ['gitlab: escapes', 'signature_encoding', gitlab, { 'x-gitlab-token': encodeURIComponent(text) }, json],
  ['telegram: underscores', 'header_names', telegram, { http_x_telegram_bot_api_secret_token: text }, json],
  [
    'meta: as Python writes it',
    'body_reserialized',
    (options) => meta({ ...options, verifyToken: 'a token' }),
    signed.github('{"a": [1, 2], "b": "\u00fc"}'),
    '{"a":[1,2],"b":"\u00fc"}',
  ],
  [
    'stripe: the whole environment line',
    'secret_assignment',
    stripe,
    signed.stripe(json, 'whsec_abcdefghijkl'),
    json,
    { secrets: 'STRIPE_SECRET=whsec_abcdefghijkl' },
  ],
  [
    'stripe: two with a semicolon',
    'secret_list',
    stripe,
    signed.stripe(json, 'whsec_abcdefghijkl'),
    json,
    { secrets: 'whsec_other_abcdefghijkl;whsec_abcdefghijkl' },
  ],
  [
    'stripe: quotes around the header',
    'signature_quotes',
    stripe,
    { 'stripe-signature': `"${signed.stripe(json)['stripe-signature']}"` },
    json,
  ],
  [
    'stripe: without t',
    'signature_header',
    timestampedHmac,
    { 'x-webhook-timestamp': seconds, 'x-hmac': mac(text, `${seconds}.${json}`) },
    json,
  ],
]

const wrong = 'a secret that is in no configuration'
const twice = (bytes: string) => Buffer.from(Buffer.from(bytes).toString('base64')).toString('base64')
const unknownRows: readonly Row[] = [
  [
    'github: a line end, and quotes around the secret',
    'method',
    github,
    signed.github(`${json}\n`),
    json,
    { secrets: `"${text}"` },
  ],
  ['slack: underscores, and a body written again', 'method', slack, underscored(signed.slack(pretty)), json],
  [
    'stripe: white space around a wrong secret',
    'method',
    stripe,
    signed.stripe(json, wrong),
    json,
    { secrets: ` ${text} ` },
  ],
  [
    'square: another host, and white space in the key',
    'method',
    square,
    signed.square(json, 'https://other.example/'),
    json,
    { secrets: `${text} ` },
  ],
  ['shopify: base64 twice', 'method', shopify, signed.shopify(json), twice(json)],
  [
    'zoom: a late timestamp put in place of the signed one',
    'method',
    zoom,
    { ...from.zoom(json), 'x-zm-request-timestamp': late },
    json,
  ],
  [
    'paddle: another version',
    'method',
    paddle,
    { 'paddle-signature': `ts=${seconds};h2=${mac(text, `${seconds}:${json}`)}` },
    pretty,
  ],
  [
    'svix: another id',
    'method',
    svix,
    { ...from.svix(json), 'svix-id': 'msg_2' },
    json,
    { secrets: `whsec_${base64}` },
  ],
  [
    'twilio: a field less',
    'method',
    twilio,
    from.twilio(form, 'https://example.com/sms'),
    form.slice(0, -11),
    { url: 'https://example.com/sms' },
  ],
  [
    'hubspot: another path, and seconds',
    'method',
    hubspotV3,
    { ...from.hubspot(json, 'https://example.com/other'), 'x-hubspot-request-timestamp': seconds },
    json,
  ],
  [
    'discord: another key',
    'method',
    keyed(
      discord,
      generateKeyPairSync('ed25519')
        .publicKey.export({ type: 'spki', format: 'der' })
        .subarray(-32)
        .toString('hex'),
    ),
    from.discord(json),
    json,
    { secrets: [] },
  ],
  ['sendgrid: cut short', 'method', bySendgrid, from.sendgrid(json), json.slice(0, -1), { secrets: [] }],
  ['gitlab: another token', 'method', gitlab, { 'x-gitlab-token': wrong }, json],
  [
    'intercom: SHA-256 in place of SHA-1',
    'method',
    intercom,
    { 'x-hub-signature': `sha1=${mac(text, json)}` },
    json,
  ],
  [
    'paystack: SHA-256 in place of SHA-512',
    'method',
    paystack,
    { 'x-paystack-signature': mac(text, json) },
    json,
  ],
  ['mailgun: another signature of the same token', 'method', mailgun, {}, mail(seconds, wrong)],
  [
    'linear: a hash without a key',
    'method',
    linear,
    { 'linear-signature': createHash('sha256').update(json).digest('hex') },
    json,
  ],
  [
    'notion: the key and the body in the wrong places',
    'method',
    notion,
    { 'x-notion-signature': `sha256=${createHmac('sha256', json).update(text).digest('hex')}` },
    json,
  ],
]

/** Failures of many providers, with one mistake each. */
export const providerFailures = rows.map(asFailure)
/** Two mistakes at once, or one that nothing undoes. */
export const providerUnknowns = unknownRows.map(asFailure)
