import { isWebhookError, type Scheme } from '@postern/core'
import type { CapturedRequest } from './captured-request.js'
import { textOf } from './secret-text.js'
import type { Trial } from './trial.js'

/** The signature is right, whatever the age of the timestamp. */
export interface Verified {
  readonly verified: true
  readonly keyId: string
  readonly sentAt: number | undefined
}

/** What a scheme says of a request, the age of its timestamp aside. */
export type Verdict = Verified | { readonly verified: false; readonly reason: string }

/**
 * Has core verify.
 * @param now - epoch ms; decides which dated secrets are in force
 */
export async function judge(scheme: Scheme, request: CapturedRequest, now: number): Promise<Verdict> {
  try {
    const head = scheme.readHead(request)
    const keyId: unknown = await scheme.verify(head, request.rawBody, request, now)
    if (typeof keyId !== 'string') return { verified: false, reason: 'signature_mismatch' }
    return { verified: true, keyId, sentAt: scheme.readSentAt?.(request.rawBody, request) ?? head.sentAt }
  } catch (error) {
    if (!isWebhookError(error)) return { verified: false, reason: 'scheme_failed' }
    return { verified: false, reason: 'reason' in error ? error.reason : error.code }
  }
}

/** Makes the scheme of a trial; `undefined` when it refuses the secrets or the URL. */
export function makeScheme({ make, secrets, url }: Trial): Scheme | undefined {
  try {
    return make(optionsOf({ secrets, url }))
  } catch {
    return undefined
  }
}

function optionsOf({ secrets, url }: Pick<Trial, 'secrets' | 'url'>) {
  return url === undefined ? { secrets } : { secrets, url }
}

/** Says in core's words why a scheme cannot be made; nothing where the words have the secret in them. */
export function refusalOf({ make, secrets, url }: Trial): string | undefined {
  try {
    make(optionsOf({ secrets, url }))
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : undefined
    return secrets.map(textOf).some((text) => text !== undefined && message?.includes(text.trim()))
      ? undefined
      : message
  }
}
