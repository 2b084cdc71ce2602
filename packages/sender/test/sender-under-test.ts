import { standardWebhooks } from '@postern/core'
import { createSender, type Sender, type SenderOptions } from '@postern/sender'
import { onCleanUp } from '@postern/testing/clean-up'
import { type ManualClock, manualClock } from '@postern/testing/manual-clock'
import { Observation } from '@postern/testing/observe'
import type { AttemptEvent, DeliveryEvent } from '@postern/sender'

/** The secret that deliveries are signed with unless a test says otherwise. */
export const secret = `whsec_${Buffer.from('of the sender under test').toString('base64')}`

/** A sender that may reach loopback at these ports, closed when the test ends. */
export function senderTo(
  ports: readonly number[],
  {
    clock = manualClock(Date.now()),
    ...options
  }: Omit<Partial<SenderOptions>, 'clock'> & { clock?: ManualClock } = {},
): { sender: Sender; clock: ManualClock } {
  const sender = createSender({
    scheme: standardWebhooks({ secrets: secret }),
    clock,
    destinations: { allow: ['127.0.0.0/8'], ports, http: true },
    ...options,
  })
  onCleanUp(() => sender.close({ withinMs: 1 }))
  return { sender, clock }
}

/** What the sender publishes of attempts, from now on. */
export function observeAttempts(): Observation<AttemptEvent> {
  return new Observation('postern:attempt')
}

/** What the sender publishes of deliveries, from now on. */
export function observeDeliveries(): Observation<DeliveryEvent> {
  return new Observation('postern:delivery')
}

/** Moves the clock to each next attempt that the sender announces, from the attempt numbered `from` up to `to`. */
export async function passRetries(
  attempts: Observation<AttemptEvent>,
  clock: ManualClock,
  to: number,
  from = 1,
): Promise<number[]> {
  const delays: number[] = []
  for (let count = from; count <= to; count += 1) {
    const { nextAttemptAt } = (await attempts.first(count)).at(-1)!
    if (nextAttemptAt === undefined) break
    delays.push(nextAttemptAt - clock.now())
    clock.advance(nextAttemptAt - clock.now())
  }
  return delays
}
