/** What a document may take. */
export interface FetchLimits {
  /** For the whole. */
  readonly timeoutMs: number
  /** Of what is decompressed. */
  readonly maxBytes: number
  /** The media types to ask for. @defaultValue any */
  readonly accept?: string | undefined
}

/**
 * Fetches a text from this URL and no other: redirects are refused.
 * @throws Error whose message begins with a verb, and shows neither the query of the URL nor the document
 */
export async function fetchText(
  url: string | URL,
  { timeoutMs, maxBytes, accept = '*/*' }: FetchLimits,
): Promise<string> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      redirect: 'error',
      credentials: 'omit',
      headers: { accept },
      signal,
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new Error(`answered ${String(response.status)}`)
    }
    return await readText(response, maxBytes)
  } catch (error) {
    if (signal.aborted) throw new Error(`did not answer within ${String(timeoutMs)} ms`, { cause: error })
    throw error
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
