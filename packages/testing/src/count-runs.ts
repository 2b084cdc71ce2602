import type { WebhookHandler } from '@postern/core'
import type { Route } from './framework.js'

/** A route, and a handler, that succeed and count how often they ran. */
export interface CountedRuns {
  readonly runs: number
  readonly route: Route
  readonly handler: WebhookHandler
}

/** Counts the runs of one endpoint. */
export function countRuns(): CountedRuns {
  let runs = 0
  return {
    get runs() {
      return runs
    },
    route(_webhook, answer) {
      runs += 1
      answer.status(204)
    },
    handler() {
      runs += 1
    },
  }
}
