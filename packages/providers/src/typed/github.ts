import type { WebhookEventMap, WebhookEventName } from '@octokit/webhooks-types'
import type { EventPayload, SchemeOptions, TypedScheme } from '@postern/core'
import { github as untyped } from '../github.js'

/** Each event of GitHub's, by the name in `x-github-event`. */
export type GithubEvent = {
  [Name in WebhookEventName]: EventPayload<Name, WebhookEventMap[Name]>
}[WebhookEventName]

/**
 * The preset `github`, with the events of `@octokit/webhooks-types`, which it needs, for its types alone:
 * `webhook.payload` narrows by `webhook.type`. What comes is not checked against them.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export const github: (options: SchemeOptions) => TypedScheme<GithubEvent> = untyped
