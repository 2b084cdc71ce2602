import { join } from 'node:path'
import { post, type Reply, sign } from '@postern/testing/sender'
import { startWorker, type WorkerProcess } from '@postern/testing/worker-process'
import type { WorkerMessage } from '@postern/testing/worker'
import type { ReceiverSettings } from './receiver-worker.js'
import type { Blocking, Ending } from './told-handler.js'

/** A receiver that runs in a process of its own, whose handlers do what the test tells them. */
export class ReceiverProcess {
  /** Of each of its servers. */
  readonly urls: readonly string[]

  constructor(
    readonly worker: WorkerProcess,
    ready: WorkerMessage,
  ) {
    this.urls = ready['urls'] as string[]
  }

  /** Sends a delivery to it, signed now. */
  deliver(id: string): Promise<Reply> {
    return post(this.urls[0]!, sign({ id }))
  }

  /** Waits until it tells the next of this kind about a delivery. */
  next(
    kind: 'start' | 'end' | 'aborted' | 'admitted' | 'settled' | 'hangs',
    id: string,
  ): Promise<WorkerMessage> {
    return this.worker.next((message) => message.kind === kind && message['id'] === id)
  }

  /** What it told of this kind about a delivery. */
  told(kind: string, id: string): WorkerMessage[] {
    return this.worker.messages.filter((message) => message.kind === kind && message['id'] === id)
  }

  end(id: string, by: Ending['by']): void {
    this.worker.send({ kind: 'end', id, by } satisfies Ending)
  }

  block(id: string, untilExists: string, thenBy?: Ending['by']): void {
    this.worker.send({ kind: 'block', id, untilExists, thenBy } satisfies Blocking)
  }

  /** Ends it by SIGKILL, and waits for all that it told. */
  async kill(): Promise<void> {
    await this.worker.dispose()
  }
}

/** Starts a receiver. @param shiftClockMs - how wrong its clock is */
export async function startReceiver(settings: ReceiverSettings, shiftClockMs = 0): Promise<ReceiverProcess> {
  const worker = await startWorker(join(import.meta.dirname, 'receiver-worker.ts'), {
    argument: settings,
    env: { SHIFT_CLOCK_MS: String(shiftClockMs) },
  })
  return new ReceiverProcess(worker, worker.ready)
}
