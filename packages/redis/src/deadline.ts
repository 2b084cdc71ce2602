/** Redis has not answered in time. What was asked may have been done, or may yet be done. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError'
}

/** Waits for a promise up to `ms` milliseconds. What comes later goes to `onLate`; a late failure to nobody. */
export async function withDeadline<Value>(
  promise: Promise<Value>,
  ms: number,
  onLate?: (value: Value) => void,
): Promise<Value> {
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // After a blocked event loop, timers run before the sockets are read. The reply may be there.
      setImmediate(() => {
        isOver = true
        reject(new DeadlineError(`Redis has not answered within ${String(Math.round(ms))} ms.`))
      })
    }, ms)
  })
  promise.then(
    (value) => {
      if (isOver) onLate?.(value)
    },
    () => undefined,
  )
  try {
    return await Promise.race([promise, deadline])
  } finally {
    clearTimeout(timer)
  }
}
