/** What came of a POST: an answer, or none, as when nobody listens. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'unreachable'; readonly reason: string }

const timeoutMs = 5000
const maximumBytes = 4096

/** Sends a body. Redirects are not followed: what is in it is for the address that was given. */
export async function post(
  url: string | URL,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array<ArrayBuffer>,
): Promise<Posted> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    return { kind: 'answered', status: response.status, text: await readStart(response) }
  } catch (error) {
    return { kind: 'unreachable', reason: reasonOf(error) }
  }
}

/** Reads no more than an answer of these programs can have. */
async function readStart({ body }: Response): Promise<string> {
  if (body === null) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maximumBytes) break
  }
  return Buffer.concat(chunks).subarray(0, maximumBytes).toString('utf8')
}

function reasonOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return `no answer in ${timeoutMs} ms`
  return typeof cause?.code === 'string' ? cause.code : 'the connection failed'
}
