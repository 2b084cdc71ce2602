import { type Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { sign } from '@postern/testing/sender'
import { monotonicMs } from './monotonic-ms.js'

/** What the sender sees of an attempt: an answer, no answer in its time, or a connection that broke. */
export type AnswerKind =
  | 'handled'
  | 'duplicate'
  | '503 in flight'
  | '503 store unavailable'
  | '500 handler failed'
  | 'none in time'
  | 'connection broken'
  | 'another answer'

/** Where to send to. */
export interface Target {
  readonly url: string
  readonly agent: Agent
}

/** An answer, and when its first line was there. */
export interface Answer {
  readonly kind: AnswerKind
  readonly at: number
}

/** Sends an event once, and gives up after `timeoutMs`. */
export function attempt({ url, agent }: Target, id: string, timeoutMs: number): Promise<Answer> {
  const { headers, body } = sign({ id })
  return new Promise((resolve) => {
    let isLate = false
    const fail = () => {
      resolve({ kind: isLate ? 'none in time' : 'connection broken', at: monotonicMs() })
    }
    const outgoing = request(url, { agent, method: 'POST', headers }, (response) => {
      const at = monotonicMs()
      const status = response.statusCode ?? 0
      const isDuplicate = response.headers['webhook-duplicate'] === '1'
      text(response)
        .catch(() => '')
        .then((body) => {
          resolve({ kind: kindOf(status, isDuplicate, body), at })
        }, resolve)
    })
    const timer = setTimeout(() => {
      isLate = true
      outgoing.destroy()
    }, timeoutMs)
    outgoing.on('error', fail)
    outgoing.on('close', () => {
      clearTimeout(timer)
    })
    outgoing.end(body)
  })
}

/** Tells whether the sender takes an event for delivered. */
export function isAcknowledgement({ kind }: Answer): boolean {
  return kind === 'handled' || kind === 'duplicate'
}

function kindOf(status: number, isDuplicate: boolean, body: string): AnswerKind {
  if (status >= 200 && status < 300) return isDuplicate ? 'duplicate' : 'handled'
  if (status === 503)
    return body.includes('ERR_WEBHOOK_IN_FLIGHT') ? '503 in flight' : '503 store unavailable'
  return status === 500 ? '500 handler failed' : 'another answer'
}
