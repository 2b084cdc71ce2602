import { AttemptError } from '../src/attempt-error.js'
import { DestinationError } from '../src/destination-error.js'
import { judgeAnswer, judgeFailure } from '../src/verdict.js'

test.each([
  { from: 200, to: 299, verdict: { outcome: 'delivered' } },
  { from: 300, to: 399, verdict: { outcome: 'refused', reason: 'redirect' } },
  { from: 400, to: 407, verdict: { outcome: 'refused', reason: 'status' } },
  { from: 408, to: 408, verdict: { outcome: 'failed', reason: 'status', retryAfter: '7' } },
  { from: 409, to: 409, verdict: { outcome: 'refused', reason: 'status' } },
  { from: 410, to: 410, verdict: { outcome: 'gone', reason: 'status' } },
  { from: 411, to: 424, verdict: { outcome: 'refused', reason: 'status' } },
  { from: 425, to: 425, verdict: { outcome: 'failed', reason: 'status', retryAfter: '7' } },
  { from: 426, to: 428, verdict: { outcome: 'refused', reason: 'status' } },
  { from: 429, to: 429, verdict: { outcome: 'failed', reason: 'status', retryAfter: '7' } },
  { from: 430, to: 499, verdict: { outcome: 'refused', reason: 'status' } },
  { from: 500, to: 599, verdict: { outcome: 'failed', reason: 'status', retryAfter: '7' } },
])('takes $from to $to for $verdict.outcome', ({ from, to, verdict }) => {
  for (let status = from; status <= to; status += 1)
    expect(judgeAnswer({ status, retryAfter: '7' })).toEqual({ ...verdict, status })
})

test.each([
  { error: new DestinationError('address'), verdict: { outcome: 'blocked', reason: 'destination-address' } },
  { error: new AttemptError('closed'), verdict: { outcome: 'broken-off', reason: 'closed' } },
  { error: new AttemptError('certificate'), verdict: { outcome: 'failed', reason: 'certificate' } },
  { error: new Error('read ECONNRESET'), verdict: { outcome: 'failed', reason: 'connection' } },
  { error: undefined, verdict: { outcome: 'failed', reason: 'connection' } },
])('takes $error for $verdict.outcome', ({ error, verdict }) => {
  expect(judgeFailure(error)).toEqual(verdict)
})
