import type { IncomingHttpHeaders } from 'node:http'
import {
  type Answer,
  createGate,
  type IncomingRequest,
  settleByResponse,
  type VerifyWebhookOptions,
  type Webhook,
  type WebhookHandler,
} from '@postern/core'
import type { Request, RequestHandler, Response } from 'express'

declare module 'express-serve-static-core' {
  interface Request<P, ResBody, ReqBody> {
    /** The verified delivery, behind `verifyWebhook`. */
    webhook: Webhook<ReqBody>
  }
}

// What Express's `req.body` is without a schema: a handler that was there before still compiles.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Untyped = any

type PayloadHandler<Payload> = RequestHandler<Request['params'], unknown, Payload>

/**
 * Verifies and admits webhooks: `req.webhook` is the delivery, and `req.body` its payload too. A 2xx answer completes
 * the delivery; any other, such as the one to an error, releases it for the sender's next attempt.
 *
 * Mount it before body parsers, or let them keep `req.rawBody`.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * app.post('/webhooks/stripe', verifyWebhook({ scheme: stripe({ secrets }) }), (req, res) => {
 *   console.log(req.webhook.type, req.webhook.payload)
 *   res.sendStatus(204)
 * })
 */
export function verifyWebhook<Payload = Untyped>(
  options: VerifyWebhookOptions<Payload> = {},
): PayloadHandler<Payload> {
  const gate = createGate(options)
  return function verifyWebhookMiddleware(request, response, next) {
    gate.receive(new ExpressRequest(request)).then((outcome) => {
      if (outcome.kind === 'answer') {
        send(response, outcome)
        return
      }
      // Something else has answered meanwhile, such as a timeout: no handler runs, and the sender comes again.
      if (response.headersSent) {
        void outcome.release()
        return
      }
      request.webhook = outcome.webhook
      request.body = outcome.webhook.payload
      if (isOfExpress4(request)) Object.assign(request, { _body: true })
      settleByResponse(outcome, response)
      next()
    }, next)
  }
}

/**
 * Verifies and admits webhooks, and processes them: when the promise of `handler` resolves, the delivery is completed
 * and answered 204; when it rejects, the delivery is released and the error goes to Express's error handling.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * app.post('/webhooks/stripe', handleWebhook({ scheme: stripe({ secrets }) }, async (webhook) => {
 *   await fulfil(webhook.payload)
 * }))
 */
export function handleWebhook<Payload = Untyped>(
  options: VerifyWebhookOptions<Payload>,
  handler: WebhookHandler<Payload>,
): RequestHandler {
  const gate = createGate(options)
  return function handleWebhookMiddleware(request, response, next) {
    gate.handle(new ExpressRequest(request), handler).then((answer) => {
      send(response, answer)
    }, next)
  }
}

/**
 * The parsers of Express 4 have to be told that a body is read; those of Express 5 see it by themselves, and one more
 * property of a request takes as long there as checking the signature.
 */
function isOfExpress4({ app }: { readonly app: unknown }): boolean {
  return typeof app === 'function' && 'lazyrouter' in app
}

class ExpressRequest implements IncomingRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: string[]
  readonly rawBody: Uint8Array | string | undefined

  constructor(readonly stream: Request) {
    const { method, originalUrl, headers, rawHeaders } = stream
    const { rawBody } = stream as { rawBody?: Uint8Array | string }
    const body: unknown = stream.body
    this.method = method
    this.url = originalUrl
    this.headers = headers
    this.rawHeaders = rawHeaders
    // express.raw() leaves the bytes as the body.
    this.rawBody = rawBody ?? (Buffer.isBuffer(body) ? body : undefined)
  }

  // Express looks for it among the proxies on each asking, and only the guard asks.
  get ip(): string | undefined {
    return this.stream.ip
  }
}

function send(response: Response<unknown>, { status, headers, body }: Answer): void {
  if (!response.headersSent) response.status(status).set(headers).end(body)
}
