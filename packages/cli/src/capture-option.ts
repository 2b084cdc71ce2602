import { CaptureError, type CapturedRequest, parseCapture } from '@postern/explain'
import { textOption, type Values } from './command.js'
import { UnreadableError, UsageError } from './failures.js'
import { readInput } from './read-input.js'
import type { Terminal } from './terminal.js'

/** The options of commands that read a capture. */
export const captureOptions = {
  entry: { type: 'string' },
  'received-at': { type: 'string' },
  tolerance: { type: 'string' },
} as const

/** How they are described. */
export const captureHelp = `Capture:
  A file, or stdin: raw HTTP ('POST /path HTTP/1.1', headers, an empty line,
  the body), a curl command, a HAR file, an event of AWS Lambda, or JSON with
  method, url, headers and body or bodyBase64.
      --entry N         which entry of a HAR file, from 0
      --received-at T   when it arrived: ISO 8601 or epoch (default: what the
                        capture says, or now)
      --tolerance S     seconds that a timestamp may be off, or 'off'`

/** Reads the capture that the arguments name. */
export async function readCapture(
  values: Values,
  [path]: readonly string[],
  terminal: Terminal,
): Promise<CapturedRequest> {
  const text = textOption(values, 'entry')
  if (text !== undefined && !/^\d{1,6}$/.test(text)) throw new UsageError('--entry is a number, from 0.')
  const bytes = await readInput(path, 'capture', terminal)
  try {
    return parseCapture(bytes, text === undefined ? {} : { entry: Number(text) })
  } catch (error) {
    if (error instanceof CaptureError) throw new UnreadableError(error.message)
    throw error
  }
}
