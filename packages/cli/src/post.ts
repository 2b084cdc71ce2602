import type { SignedRequest } from '@postern/core'

/** What became of an attempt. */
export interface Outcome {
  /** `null` when no answer came. */
  readonly status: number | null
  readonly durationMs: number
  /** Of a problem document, or of the network's failure. */
  readonly code: string | null
}

/** Posts a signed request, once. */
export async function post(
  { method, url = '', headers, body }: SignedRequest,
  target: string,
  timeoutMs: number,
): Promise<Outcome> {
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
    return { status: response.status, durationMs: durationMs(), code }
  } catch (error) {
    return { status: null, durationMs: durationMs(), code: failureCode(error) }
  }
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
