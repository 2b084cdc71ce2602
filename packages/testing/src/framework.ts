import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { VerifyWebhookOptions, Webhook, WebhookHandler } from '@postern/core'

/** The ways in which a route answers; each is what users of the framework write for it. */
export interface RouteAnswer {
  /** A status and nothing else; the framework may add its usual text. */
  status(status: number): void
  /** 200 with an empty body. */
  empty(): void
  json(value: unknown, status?: number): void
  /** 200, with the framework piping the source. */
  pipe(source: Readable): void
  /** Takes the response out of the framework's hands. */
  hijack(write: (response: ServerResponse) => void): void
  /** Node's response, to watch it. */
  readonly response: ServerResponse
}

/**
 * A route behind `verifyWebhook`. What it throws, now or by its promise, reaches the framework.
 * @param body - the framework's usual body property
 */
export type Route = (webhook: Webhook, answer: RouteAnswer, body: unknown) => unknown

/** What to serve: `verifyWebhook` with a route, or `handleWebhook` with a handler. */
export interface App {
  /** `undefined` calls `verifyWebhook()` without any. */
  readonly options?: VerifyWebhookOptions | undefined
  /** @defaultValue answers 204 */
  readonly route?: Route | undefined
  /** With it, the app is one of `handleWebhook`. */
  readonly handler?: WebhookHandler | undefined
  /** Takes over the framework's error handling, and answers 418. */
  readonly onError?: ((error: unknown) => void) | undefined
  /** A parser in front that reads every body: one that keeps the bytes as the framework's users know it, or one that does not. */
  readonly bodyParser?: 'keeps the bytes' | 'keeps nothing' | undefined
  /** Whether the framework knows of one proxy in front. */
  readonly trustProxy?: boolean | undefined
}

/** A running server. */
export interface RunningServer {
  readonly port: number
  close(): Promise<unknown>
}

/** A framework that the matrix runs on. */
export interface Framework {
  readonly name: string
  /** Listens on a free port of 127.0.0.1; the webhook route is `/webhook`. */
  listen(app: App): Promise<RunningServer>
}

/** The default route. */
export const acknowledge: Route = (_webhook, answer) => {
  answer.status(204)
}
