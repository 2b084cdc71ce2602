import { kindOf } from './answer-kinds.js'
import type { ReceiverProcess } from './receiver-process.js'
import type { Reply } from '@postern/testing/sender'

/**
 * One event that comes many times at once. Its handler is told to succeed when `answersBefore` of the requests have
 * been answered, so that the events of a test differ by when they are completed.
 */
export class ContestedEvent {
  /** How the requests were answered, in the order of arrival. */
  readonly answers: string[] = []
  /** Whether a request was acknowledged before any handler was told to succeed. */
  acknowledgedTooEarly = false
  readonly #runsIn: ReceiverProcess[] = []
  #isTold = false

  constructor(
    readonly id: string,
    private readonly answersBefore: number,
  ) {}

  startsIn(receiver: ReceiverProcess): void {
    this.#runsIn.push(receiver)
    this.#tell()
  }

  isAnswered(reply: Reply): void {
    if (reply.status < 300 && !this.#isTold) this.acknowledgedTooEarly = true
    this.answers.push(kindOf(reply))
    this.#tell()
  }

  #tell(): void {
    const isOneTooMany = this.#runsIn.length > 1
    if (this.#runsIn.length === 0 || (this.answers.length < this.answersBefore && !isOneTooMany)) return
    this.#isTold = true
    for (const receiver of this.#runsIn) receiver.end(this.id, 'success')
  }
}
