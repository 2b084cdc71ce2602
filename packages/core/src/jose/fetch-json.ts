import { type FetchLimits, fetchText } from '../fetch-text.js'

/**
 * Fetches a JSON document from this URL and no other.
 * @throws Error whose message shows neither the query of the URL nor the document
 */
export async function fetchJson(url: URL, limits: FetchLimits): Promise<unknown> {
  const text = await fetchText(url, { ...limits, accept: 'application/jwk-set+json, application/json' })
  try {
    return JSON.parse(text)
  } catch {
    // What JSON.parse says quotes the document.
    throw new Error('is no JSON')
  }
}
