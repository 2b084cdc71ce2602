/** Calls again and again for a while, one call after the other. @returns microseconds a call */
export async function timeCalls(call, ms, calls = 50) {
  const startedAt = performance.now()
  let done = 0
  let elapsedMs
  do {
    for (let index = 0; index < calls; index += 1) {
      const result = call()
      if (result instanceof Promise) await result
    }
    done += calls
    elapsedMs = performance.now() - startedAt
  } while (elapsedMs < ms)
  return (elapsedMs * 1000) / done
}

/** The same with this many calls under way at any time. */
export async function timeConcurrentCalls(call, ms, concurrency) {
  const startedAt = performance.now()
  let done = 0
  async function keepCalling() {
    while (performance.now() - startedAt < ms) {
      await call()
      done += 1
    }
  }
  await Promise.all(Array.from({ length: concurrency }, keepCalling))
  return ((performance.now() - startedAt) * 1000) / done
}
