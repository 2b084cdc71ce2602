/** What a document may take. */
export interface FetchLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
}

/**
 * Fetches a JSON document from this URL and no other: redirects are refused. The time is that of the whole, and the
 * size that of what is decompressed.
 * @throws Error whose message shows neither the query of the URL nor the document
 */
export async function fetchJson(url: URL, { timeoutMs, maxBytes }: FetchLimits): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs)
  let text: string
  try {
    const response = await fetch(url, {
      redirect: 'error',
      credentials: 'omit',
      headers: { accept: 'application/jwk-set+json, application/json' },
      signal,
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new Error(`answered ${String(response.status)}`)
    }
    text = await readText(response, maxBytes)
  } catch (error) {
    if (signal.aborted) throw new Error(`did not answer within ${String(timeoutMs)} ms`, { cause: error })
    throw error
  }
  try {
    return JSON.parse(text)
  } catch {
    // What JSON.parse says quotes the document.
    throw new Error('is no JSON')
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (response.body === null) return ''
  // Leaving the loop early cancels the stream, which closes the connection.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`is larger than ${String(maxBytes)} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
