import {
  type Answer,
  asFailure,
  createGate,
  type IncomingRequest,
  isClosed,
  isSuccess,
  settleByResponse,
  type VerifyWebhookOptions,
  type Webhook,
  type WebhookHandler,
} from '@postern/core'
import type { Context, Middleware } from 'koa'

// What Koa's `ctx.state` is without a schema: a handler that was there before still compiles.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Untyped = any

declare module 'koa' {
  interface DefaultState {
    /** The verified delivery, behind `verifyWebhook`. Its payload has a type where the middleware's state says so. */
    webhook: Webhook
  }
}

/** What `verifyWebhook` adds to `ctx.state`. */
export interface WebhookState<Payload = unknown> {
  /** The verified delivery. */
  webhook: Webhook<Payload>
}

/**
 * Verifies and admits webhooks: `ctx.state.webhook` is the delivery, and `ctx.request.body` its payload too. A 2xx
 * answer completes the delivery; any other, or an error, releases it for the sender's next attempt.
 *
 * Mount it before body parsers, or let them keep `ctx.request.rawBody`.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * router.post('/webhooks/github', verifyWebhook({ scheme: github({ secrets }) }), (ctx) => {
 *   console.log(ctx.state.webhook.type, ctx.state.webhook.payload)
 *   ctx.status = 204
 * })
 */
export function verifyWebhook<Payload = Untyped>(
  options: VerifyWebhookOptions<Payload> = {},
): Middleware<WebhookState<Payload>> {
  const gate = createGate(options)
  return async function verifyWebhookMiddleware(context, next) {
    const outcome = await gate.receive(incoming(context))
    if (outcome.kind === 'answer') {
      send(context, outcome)
      return
    }
    // Something else has answered meanwhile, such as a timeout: no handler runs, and the sender comes again.
    if (context.headerSent) {
      void outcome.release()
      return
    }
    const { webhook } = outcome
    context.state.webhook = webhook
    Object.assign(context.request, { body: webhook.payload })
    settleByResponse(outcome, context.res)
    try {
      await next()
    } catch (error) {
      void outcome.release()
      throw asFailure(error)
    }
    const settleUnanswered = (): void => {
      if (context.res.headersSent || context.respond === false) return
      void (isSuccess(context.status) ? outcome.complete() : outcome.release())
    }
    // Koa 2 does not answer a client that is gone, and so would never end the response.
    if (isClosed(context.res)) settleUnanswered()
    else context.res.once('close', settleUnanswered)
  }
}

/**
 * Verifies and admits webhooks, and processes them: when the promise of `handler` resolves, the delivery is completed
 * and answered 204; when it rejects, the delivery is released and the error goes to Koa's error handling.
 * @throws TypeError for options that are wrong, unknown or missing
 * @example
 * router.post('/webhooks/github', handleWebhook({ scheme: github({ secrets }) }, async (webhook) => {
 *   await build(webhook.payload)
 * }))
 */
export function handleWebhook<Payload = Untyped>(
  options: VerifyWebhookOptions<Payload>,
  handler: WebhookHandler<Payload>,
): Middleware {
  const gate = createGate(options)
  return async function handleWebhookMiddleware(context) {
    send(context, await gate.handle(incoming(context), handler))
  }
}

function incoming({
  req,
  request,
  originalUrl,
  ip,
}: Pick<Context, 'req' | 'request' | 'originalUrl' | 'ip'>): IncomingRequest {
  const { rawBody } = request as { rawBody?: Uint8Array | string }
  const { method, headers, rawHeaders } = req
  return { method, url: originalUrl, headers, rawHeaders, ip, stream: req, rawBody }
}

function send(context: Pick<Context, 'status' | 'set' | 'body'>, { status, headers, body }: Answer): void {
  context.status = status
  context.set(headers)
  context.body = body
}
