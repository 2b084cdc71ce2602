import type { Reply } from '@postern/testing/sender'

/** What an answer means to the sender. */
export function kindOf({ status, headers, text }: Reply): string {
  if (status === 204) return 'handled'
  if (status === 200 && headers.get('webhook-duplicate') === '1' && text === '') return 'duplicate'
  const { code } = (headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : {}) as {
    code?: string
  }
  const comesAgain = /^[1-9]\d*$/.test(headers.get('retry-after') ?? '')
  if (status === 503 && code === 'ERR_WEBHOOK_IN_FLIGHT' && comesAgain) return 'in flight'
  if (status === 429 && code === 'ERR_WEBHOOK_RATE_LIMITED' && comesAgain) return 'rate-limited'
  return `${status} ${code ?? ''}`.trim()
}
