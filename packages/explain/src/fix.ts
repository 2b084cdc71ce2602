import type { Cause } from './cause.js'

/** What to do about a cause, on each framework. */
export interface Fix {
  readonly express: string
  readonly koa: string
  readonly fastify: string
}

const rawBody: Fix = {
  express:
    'Mount verifyWebhook() on the route before app.use(express.json()): it reads the bytes by itself. Where a parser has to come first, keep them: express.json({ verify: (req, _res, bytes) => { req.rawBody = bytes } }).',
  koa: 'Mount verifyWebhook() before koa-bodyparser or koa-body: it reads the bytes by itself, and sets ctx.request.body.',
  fastify:
    'Register verifyWebhook in the scope of the route, and no content type parser of your own before it: it reads the bytes by itself, and sets request.body.',
}

/** For what is set, and not mounted: the same everywhere but for the call. */
function option(text: string): Fix {
  return {
    express: `${text} Options: app.post(path, verifyWebhook({ ... }), handler).`,
    koa: `${text} Options: router.post(path, verifyWebhook({ ... }), handler).`,
    fastify: `${text} Options: await scope.register(verifyWebhook, { ... }).`,
  }
}

/** For what happens before the framework: a proxy, a gateway, a recorder. */
function before(text: string): Fix {
  return {
    express: `${text} ${rawBody.express}`,
    koa: `${text} ${rawBody.koa}`,
    fastify: `${text} ${rawBody.fastify}`,
  }
}

const url: Fix = {
  express:
    "Give the scheme the URL as it is set at the sender: verifyWebhook({ scheme: preset({ secrets, url: 'https://...' }) }). Express's req.protocol and req.hostname are not looked at.",
  koa: "Give the scheme the URL as it is set at the sender: verifyWebhook({ scheme: preset({ secrets, url: 'https://...' }) }). Koa's ctx.href and app.proxy are not looked at.",
  fastify:
    "Give the scheme the URL as it is set at the sender: { scheme: preset({ secrets, url: 'https://...' }) }. Fastify's trustProxy and rewriteUrl do not change what is verified.",
}

const trimSecret = option(
  'Take what does not belong to it off the secret where it is stored, and start again.',
)
const readSecret = option(
  "Give the key itself where the scheme reads secrets in another way: { secrets: Buffer.from(process.env.WEBHOOK_SECRET, 'base64') }, or 'hex', or 'utf8' for the text as it is.",
)
const headers = option(
  'Have the proxy hand the headers on as they came; or say where they stand, with defineScheme, or timestampedHmac({ secrets, signatureHeader, timestampHeader }).',
)

const fixes: Record<Cause, Fix> = {
  body_reserialized: rawBody,
  body_unicode_escapes: rawBody,
  body_slash_escapes: rawBody,
  body_number_forms: rawBody,
  body_key_order: rawBody,
  body_form: rawBody,
  body_buffer_json: rawBody,
  body_double_encoded: rawBody,
  body_charset: before('Nothing may decode the bytes to text before they are verified.'),
  body_trailing_newline: before('Have whatever reads or stores the body keep its last line end as it is.'),
  body_line_endings: before('Have whatever reads or stores the body keep its line ends as they are.'),
  body_surrounding_space: before('Nothing may trim or pad the body before it is verified.'),
  body_bom: before('Nothing may take off or add a byte order mark before the body is verified.'),
  body_base64: before(
    "Decode what the gateway hands on before it becomes a request: Buffer.from(event.body, 'base64') where event.isBase64Encoded.",
  ),
  body_compressed: before(
    'The sender compresses after it has signed: inflate before verifying, at the proxy, with a limit.',
  ),
  body_decompressed: before(
    'The sender signs what it compressed: switch the inflating off at the proxy or the platform.',
  ),
  secret_white_space: trimSecret,
  secret_quotes: trimSecret,
  secret_assignment: trimSecret,
  secret_prefix: option("Copy the secret again as the provider shows it, with or without its 'whsec_'."),
  secret_encoding: readSecret,
  secret_list: option("Give a list: { secrets: process.env.WEBHOOK_SECRET.split(',') }."),
  secret_other_endpoint: option('Give this route the secret of its own endpoint.'),
  header_names: headers,
  header_repeated: option('Have the proxy in front hand each header on once.'),
  signature_header: headers,
  signature_prefix: option(
    'Define the scheme with the prefix that the sender has: signature: { format: { prefix } }.',
  ),
  signature_encoding: option(
    'Define the scheme with the encoding that the sender has: signature: { encoding }.',
  ),
  signature_quotes: option('Have whatever writes or hands on the header leave its value without quotes.'),
  id_header: headers,
  timestamp_header: headers,
  clock_skew: option(
    "Set the clock of this machine and the sender's by NTP. A recording that is replayed later is refused so too, as it should be; toleranceMs says how old a delivery may be.",
  ),
  timestamp_unit: option(
    "Define the scheme with the unit that the sender has: timestamp: { from, unit: 's' | 'ms' | 'iso8601' }.",
  ),
  url_scheme: url,
  url_host: url,
  url_port: url,
  url_path: url,
  url_trailing_slash: url,
  url_query: url,
  other_scheme: option('Use the scheme that the sender signs with.'),
  method: {
    express:
      'Route the URL that the sender posts to, without a redirect: after 301 and 302 a client sends GET, and no body. app.post takes POST alone.',
    koa: 'Route the URL that the sender posts to, without a redirect: after 301 and 302 a client sends GET, and no body. router.post takes POST alone.',
    fastify:
      'Route the URL that the sender posts to, without a redirect: after 301 and 302 a client sends GET, and no body. scope.post takes POST alone.',
  },
}

/** What to do about a cause. */
export function fixOf(cause: Cause): Fix {
  return fixes[cause]
}
