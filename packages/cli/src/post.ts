import { setTimeout as delay } from 'node:timers/promises'
import type { SignedRequest } from '@postern/core'

/** What became of an attempt. */
export interface Outcome {
  /** `null` when no answer came. */
  readonly status: number | null
  readonly durationMs: number
  /** Of a problem document, or of the network's failure. */
  readonly code: string | null
  /** Whether an endpoint behind Postern says that it had this delivery before. */
  readonly duplicate: boolean
}

/** How long a server on this machine may take to start, in ms. */
const startMs = 5000

/** Posts a signed request, once; again while nobody listens yet on this machine, as nothing has been sent then. */
export async function post(
  { method, url = '', headers, body }: SignedRequest,
  target: string,
  timeoutMs: number,
): Promise<Outcome> {
  const called = performance.now()
  for (;;) {
    const startedAt = performance.now()
    const durationMs = () => Math.round(performance.now() - startedAt)
    try {
      const response = await fetch(url === '' ? target : url, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
      })
      const code = await problemCode(response)
      const duplicate = response.headers.get('webhook-duplicate') === '1'
      return { status: response.status, durationMs: durationMs(), code, duplicate }
    } catch (error) {
      const code = failureCode(error)
      const isStarting = code === 'ECONNREFUSED' && isThisMachine(target)
      if (!isStarting || performance.now() - called > Math.min(startMs, timeoutMs))
        return { status: null, durationMs: durationMs(), code, duplicate: false }
      await delay(100)
    }
  }
}

function isThisMachine(url: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname)
}

const mostProblemBytes = 64 * 1024

/** What an endpoint behind Postern says of a refusal. */
async function problemCode(response: Response): Promise<string | null> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true
  try {
    const bytes = isProblem ? await firstBytes(response) : undefined
    if (bytes === undefined) return null
    const { code } = JSON.parse(bytes.toString('utf8')) as { code?: unknown }
    return typeof code === 'string' ? code : null
  } catch {
    return null
  } finally {
    // It is read to its end, or no one reads on.
    await response.body?.cancel().catch(() => undefined)
  }
}

/** The body of an answer; `undefined` of one that is too long. */
async function firstBytes({ body }: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > mostProblemBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function failureCode(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return 'timeout'
  return typeof cause?.code === 'string' ? cause.code : 'failed'
}
