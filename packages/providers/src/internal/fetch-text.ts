/** What a document may take. */
export interface FetchLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
}

/**
 * Fetches a text from this URL and no other: redirects are refused.
 * @throws Error when it cannot be had whole and in time
 */
export async function fetchText(url: string, { timeoutMs, maxBytes }: FetchLimits): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetch(url, { redirect: 'error', credentials: 'omit', signal })
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel()
    throw new Error(`${new URL(url).origin} answered ${String(response.status)}.`)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop early cancels the stream, which closes the connection.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`${new URL(url).origin} sent more than ${String(maxBytes)} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
