import { eventually } from '@postern/testing/eventually'
import type { Reply } from '@postern/testing/sender'
import type { WorkerMessage } from '@postern/testing/worker'
import { kindOf } from './answer-kinds.js'
import type { ReceiverProcess } from './receiver-process.js'

/** An attempt whose handler runs, and how those that were sent before it were answered. */
export interface StartedAttempt {
  readonly start: WorkerMessage
  readonly answer: Promise<Reply>
  readonly refusals: readonly string[]
  /** When it was sent, by `performance.now()`. */
  readonly sentAt: number
}

/** Delivers again and again, until a handler starts. */
export async function startAttempt(
  receiver: ReceiverProcess,
  id: string,
  withinMs?: number,
): Promise<StartedAttempt> {
  const started = receiver.next('start', id)
  started.catch(() => undefined)
  const refusals: string[] = []
  let attempt: StartedAttempt | undefined
  await eventually(
    `a handler of ${id} starts`,
    async () => {
      const sentAt = performance.now()
      const answer = receiver.deliver(id)
      const first = await Promise.race([started, answer])
      if ('kind' in first) attempt = { start: first, answer, refusals, sentAt }
      else refusals.push(kindOf(first))
      return attempt !== undefined
    },
    withinMs,
  )
  return attempt!
}
