/** What a worker and its test tell each other, sent as JSON. A worker begins with the kind `ready`. */
export interface WorkerMessage {
  readonly kind: string
  readonly [name: string]: unknown
}

/** In a worker: what the test gave it to start with. */
export function workerArgument(): unknown {
  return JSON.parse(process.argv[2] ?? 'null')
}

/** In a worker: tells the test something. */
export function tell(message: WorkerMessage): void {
  process.send?.(message)
}

/** In a worker: listens to what the test sends, and keeps the worker running. */
export function onTold(listener: (message: WorkerMessage) => unknown): void {
  process.on('message', listener)
}
