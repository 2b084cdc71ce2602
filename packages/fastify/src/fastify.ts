import { Readable } from 'node:stream'
import {
  type Answer,
  createGate,
  type IncomingRequest,
  settleByResponse,
  type VerifyWebhookOptions,
  type Webhook,
  type WebhookHandler,
} from '@postern/core'
import type {
  RegisterOptions,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
} from 'fastify'
import fastifyPlugin from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyRequest<RouteGeneric> {
    /** The verified delivery, in a scope that `verifyWebhook` is registered in. */
    webhook: Webhook<RouteGeneric extends { Body: infer Body } ? Body : unknown>
  }
}

/** Options of {@link handleWebhook}. */
export interface HandleWebhookPluginOptions<Payload = unknown> extends VerifyWebhookOptions<Payload> {
  /** The path of the route, which takes POST, and the methods by which the provider checks the endpoint. */
  readonly url: string
  readonly handler: WebhookHandler<Payload>
}

/**
 * Verifies and admits webhooks on the routes of the scope that it is registered in, and on no other:
 * `request.webhook` is the delivery, and `request.body` its payload too. A 2xx answer completes the delivery; any
 * other, such as the one to an error, releases it for the sender's next attempt.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * app.register(async (scope) => {
 *   await scope.register(verifyWebhook, { scheme: slack({ secrets }) })
 *   scope.post('/slack', async (request) => request.webhook.payload)
 * })
 */
export const verifyWebhook: FastifyPluginAsync<VerifyWebhookOptions> = fastifyPlugin(
  // With a promise: what a plugin with a callback throws would be an uncaught exception, not a rejected ready().
  // eslint-disable-next-line @typescript-eslint/require-await
  async function verifyWebhook(scope: FastifyInstance, options: VerifyWebhookOptions) {
    const gate = createGate(ownOptions(options))
    takeBodies(scope)
    // With a callback, which an answered request never calls: after a promise Fastify would go on to the handler
    // while an asynchronous onSend hook still holds the answer back.
    scope.addHook('preParsing', function receiveWebhook(request, reply, _stream, proceed) {
      gate.receive(incoming(request)).then((outcome) => {
        if (outcome.kind === 'answer') {
          send(reply, outcome)
          return
        }
        // A hook has answered meanwhile, such as a timeout: no handler runs, and the sender comes again.
        if (reply.sent) {
          void outcome.release()
          return
        }
        request.webhook = outcome.webhook
        settleByResponse(outcome, reply.raw)
        // The bytes once more: a parser that is added to the scope later would wait for those of the request forever.
        proceed(null, Readable.from(outcome.webhook.rawBody))
      }, proceed)
    })
  },
  { name: '@postern/fastify', fastify: '5.x' },
)

/**
 * A route that verifies, admits and processes webhooks: when the promise of `handler` resolves, the delivery is
 * completed and answered 204; when it rejects, the delivery is released and the error goes to Fastify's error handling.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * app.register(handleWebhook, {
 *   url: '/webhooks/slack',
 *   scheme: slack({ secrets }),
 *   handler: async (webhook) => { await reply(webhook.payload) },
 * })
 */
// eslint-disable-next-line @typescript-eslint/require-await
export const handleWebhook: FastifyPluginAsync<HandleWebhookPluginOptions> = async function handleWebhook(
  scope,
  { url, handler, ...options },
) {
  const gate = createGate(ownOptions(options))
  takeBodies(scope)
  const checks = (options.scheme?.handshakes ?? []).map(({ method }) => method)
  scope.route({
    method: [...new Set(['POST', ...checks])],
    url,
    preParsing: function receiveWebhook(request, reply, _stream, proceed) {
      gate.handle(incoming(request), handler).then((answer) => {
        send(reply, answer)
      }, proceed)
    },
    handler: () => undefined,
  })
}

/** Options without those that Fastify itself takes of every plugin. */
function ownOptions(options: VerifyWebhookOptions & RegisterOptions): VerifyWebhookOptions {
  const { prefix: _prefix, logLevel: _logLevel, logSerializers: _logSerializers, ...own } = options
  return own
}

/** Leaves the bodies of a scope to Postern: what was decoded from the verified bytes is the body. */
function takeBodies(scope: FastifyInstance): void {
  if (!scope.hasRequestDecorator('webhook')) scope.decorateRequest('webhook')
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', function giveWebhookPayload(request, _stream, done) {
    done(null, request.webhook.payload)
  })
}

function incoming(request: FastifyRequest): IncomingRequest {
  const { raw, originalUrl, ip } = request
  const { rawBody } = request as { rawBody?: Uint8Array | string }
  const { method, headers, rawHeaders } = raw
  return { method, url: originalUrl, headers, rawHeaders, ip, stream: raw, rawBody }
}

function send(reply: FastifyReply, { status, headers, body }: Answer): void {
  // As bytes: Fastify adds a charset to the media type of text, and problem documents have none.
  void reply
    .code(status)
    .headers(headers)
    .send(body === '' ? undefined : Buffer.from(body))
}
