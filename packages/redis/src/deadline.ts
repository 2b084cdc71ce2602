/** Redis has not answered in time. What was asked may have been done, or may yet be done. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/** Waits for a promise up to `ms` milliseconds. What comes later is nobody's any more. */
export async function withDeadline<Value>(promise: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // After a blocked event loop, timers run before the sockets are read. The reply may be there.
      setImmediate(() => {
        reject(new DeadlineError(`Redis has not answered within ${String(Math.round(ms))} ms.`))
      })
    }, ms)
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}
