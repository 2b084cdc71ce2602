import type { CapturedRequest } from '../captured-request.js'
import { CaptureError } from './capture-error.js'
import { parseCurl } from './curl-command.js'
import { isHar, parseHar } from './har.js'
import { parseHttpText } from './http-text.js'
import { parseJsonCapture } from './json-capture.js'
import { isLambdaEvent, parseLambdaEvent } from './lambda-event.js'

/** Options of {@link parseCapture}. */
export interface ParseCaptureOptions {
  /** Which entry of a HAR file, from 0. @defaultValue its only POST request */
  readonly entry?: number | undefined
}

/**
 * Reads a captured request: raw HTTP text, a `curl` command, a HAR file, an event of AWS Lambda, or JSON
 * (`{ method, url, headers, body | bodyBase64, receivedAt? }`).
 *
 * Give bytes where you have them: what is not UTF-8 survives in raw HTTP alone.
 * @throws CaptureError for text that is none of these
 * @see RFC 9112 (HTTP/1.1 messages); HAR 1.2
 */
export function parseCapture(
  capture: string | Uint8Array,
  { entry }: ParseCaptureOptions = {},
): CapturedRequest {
  const bytes = Buffer.from(capture as string)
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  const start = text.trimStart()
  if (start === '') throw new CaptureError('The capture is empty.')
  if (start.startsWith('{')) {
    const value = jsonOf(start)
    if (isHar(value)) return parseHar(value, entry)
    return isLambdaEvent(value) ? parseLambdaEvent(value) : parseJsonCapture(value)
  }
  if (/^(?:\$ +)?curl(?:\.exe)?\s/.test(start)) return parseCurl(start)
  if (/^[A-Za-z]+ [^\r\n]+ HTTP\/\d/.test(start)) return parseHttpText(bytes)
  if (/^> [A-Za-z]+ \S+ HTTP\/\d/m.test(start))
    throw new CaptureError(
      'This is what curl -v prints, which lacks the body: give the curl command itself, or raw HTTP without the > before each line.',
    )
  throw new CaptureError(
    'The capture is neither raw HTTP (it begins with a line such as POST /path HTTP/1.1), nor a curl command, nor HAR, nor JSON.',
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CaptureError('The capture begins as JSON, and is none: is it cut short?')
  }
}
