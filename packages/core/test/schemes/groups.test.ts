import { createReceiver } from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'
import { now, outcomeOf } from '../attempt.js'
import { acme, junk, macOf, send } from './acme.js'

const format = { pairs: ',', signature: 'v1', timestamp: 't', groups: ' ' } as const
const old = now - 11 * 24 * 60 * 60 * 1000

test.each([
  { unit: 's', fresh: String(now / 1000), recorded: String(old / 1000) },
  { unit: 'ms', fresh: String(now), recorded: String(old) },
  { unit: 'iso8601', fresh: new Date(now).toISOString(), recorded: new Date(old).toISOString() },
  { unit: 'auto', fresh: String(now / 1000), recorded: String(old) },
] as const)(
  'a fresh group beside a recorded one freshens nothing, in $unit',
  async ({ unit, fresh, recorded }) => {
    const scheme = acme({
      signature: { header: 'x-signature', format, encoding: 'hex' },
      signs: '{timestamp}.{body}',
      timestamp: { from: 'signature', unit },
    })
    const recording = `t=${recorded},v1=${macOf(`${recorded}.{}`)}`
    const judge = (value: string) => send(scheme, { headers: { 'x-signature': value } })
    expect(await judge(`t=${fresh},v1=${macOf(`${fresh}.{}`)}`)).toBe('admitted')
    const beside = [recording, `t=${fresh},v1=${junk} ${recording}`, `${recording} t=${fresh},v1=${junk}`]
    for (const value of beside) expect(await judge(value)).toBe('timestamp_too_old')
    for (const odd of ['x', '', '-1', 'NaN', '1e3'])
      expect(await judge(`t=${fresh},v1=${junk} t=${odd},v1=${junk} ${recording}`)).not.toBe('admitted')
  },
)

test('a group that somebody adds makes no new event of a delivery', async () => {
  const scheme = acme({
    signature: { header: 'x-signature', format, encoding: 'hex' },
    signs: '{timestamp}.{body}',
    timestamp: { from: 'signature', unit: 's' },
  })
  const receiver = createReceiver({
    scheme,
    eventId: 'hash',
    clock: manualClock(now),
    onRejected: () => undefined,
  })
  const seconds = now / 1000
  const genuine = `t=${seconds},v1=${macOf(`${seconds}.{}`)}`
  const receive = (value: string) =>
    outcomeOf(
      receiver.receive({ method: 'POST', url: '/', headers: { 'x-signature': value }, rawBody: '{}' }),
    )
  expect(await receive(genuine)).toBe('admitted')
  for (const added of [`${genuine} t=${seconds - 1},v1=${junk}`, `t=${seconds - 1},v1=${junk} ${genuine}`])
    expect(await receive(added)).toBe('ERR_WEBHOOK_IN_FLIGHT')
})
