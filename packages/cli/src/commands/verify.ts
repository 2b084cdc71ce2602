import { createReceiver, isWebhookError, type Scheme, systemClock } from '@postern/core'
import type { CapturedRequest } from '@postern/explain'
import { captureHelp, captureOptions, readCapture } from '../capture-option.js'
import { type Command, textOption } from '../command.js'
import { eventIdFor } from '../event-id.js'
import { exitCode } from '../exit-code.js'
import { instantOf, toleranceOf } from '../instants.js'
import { asRequest } from '../requests.js'
import { schemeHelp, schemeOf, schemeOptions } from '../scheme-option.js'
import { painted, printable } from '../terminal.js'

/** `postern verify` */
export const verify: Command = {
  name: 'verify',
  summary: 'say whether a receiver admits a captured request',
  help: `Usage: postern verify [options] [capture file]

Says 'admitted', or the reason of the refusal. 'postern explain' says what to do
about it.

Examples:
  postern verify --scheme github --secret-env GITHUB_WEBHOOK_SECRET capture.http
  pbpaste | postern verify --scheme stripe --received-at 2026-01-02T03:04:05Z

${captureHelp}
      --json            print the same as JSON

${schemeHelp}

Exit codes: 0 admitted, 1 refused, 2 wrong usage, 3 the capture cannot be read.`,
  options: { ...schemeOptions, ...captureOptions },
  mostArguments: 1,
  async run(values, args, terminal) {
    const scheme = await schemeOf(values, terminal)
    const received = textOption(values, 'received-at')
    const toleranceMs = toleranceOf(textOption(values, 'tolerance'))
    const capture = await readCapture(values, args, terminal)
    const receivedAt =
      received === undefined ? (capture.receivedAt ?? Date.now()) : instantOf(received, 'received-at')
    const verdict = await verdictOf(scheme, capture, receivedAt, toleranceMs)
    if (values['json'] === true) terminal.write(`${JSON.stringify(verdict)}\n`)
    else if (verdict.admitted) {
      const what = [verdict.id, verdict.type].map((text) => printable(text ?? '-')).join(' ')
      terminal.write(`${painted(terminal, 'green', 'admitted')} ${what}\n`)
    } else
      terminal.write(`${painted(terminal, 'red', 'refused')} ${verdict.reason} (${String(verdict.status)})\n`)
    return verdict.admitted ? exitCode.ok : exitCode.refused
  },
}

type Judgement =
  | { readonly admitted: true; readonly id?: string; readonly type?: string; readonly keyId?: string }
  | { readonly admitted: false; readonly reason: string; readonly status: number }

async function verdictOf(
  scheme: Scheme,
  capture: CapturedRequest,
  receivedAt: number,
  toleranceMs: number | false | undefined,
): Promise<Judgement> {
  const receiver = createReceiver({
    scheme,
    eventId: eventIdFor(scheme),
    toleranceMs,
    bodyLimit: Math.max(1024 * 1024, capture.rawBody.length),
    onRejected: () => undefined,
    clock: { ...systemClock, now: () => receivedAt },
  })
  try {
    const reception = await receiver.receive(asRequest(capture))
    if (reception.kind !== 'admitted') return { admitted: true, type: reception.kind }
    const { id, type, keyId } = reception.webhook
    await reception.complete()
    return {
      admitted: true,
      id,
      ...(type === undefined ? {} : { type }),
      ...(keyId === undefined ? {} : { keyId }),
    }
  } catch (error) {
    if (!isWebhookError(error)) throw error
    const reason = 'reason' in error ? error.reason : error.code
    return { admitted: false, reason, status: error.status }
  }
}
