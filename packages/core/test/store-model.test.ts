import { type Admission, type Claim, memoryStore, type Settlement } from '@postern/core'
import { claimOf, manualClock } from '@postern/testing'
import fc from 'fast-check'

const leaseMs = 100
const retentionMs = 1000

type Command =
  | { kind: 'accept' | 'extend' | 'complete' | 'release'; actor: number }
  | { kind: 'forget' }
  | { kind: 'wait'; ms: number }

const actors = 4
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('accept', 'extend', 'complete', 'release'),
    actor: fc.nat(actors - 1),
  }) as fc.Arbitrary<Command>,
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1, 50, 99, 100, 101, 999, 1001) }),
  fc.constant<Command>({ kind: 'forget' }),
)

/** The protocol in its plainest form: one delivery, written out as the state table has it. */
class Model {
  state: 'absent' | 'processing' | 'released' | 'done' = 'absent'
  holder = -1
  fence = 0
  leaseUntil = 0
  takeover = false
  forgetAt = 0

  accept(actor: number, now: number): Partial<Admission> {
    this.expire(now)
    if (this.state === 'done') return { kind: 'duplicate' }
    const live = this.state === 'processing' && this.leaseUntil > now
    if (this.state === 'released' && this.holder === actor) return { kind: 'in-flight', retryAfterMs: 1 }
    if (this.state === 'processing' && this.holder === actor)
      return { kind: 'admitted', fence: this.fence, takeover: this.takeover }
    if (live) return { kind: 'in-flight', retryAfterMs: this.leaseUntil - now }
    const takeover = this.state === 'processing'
    if (this.state === 'absent') this.fence = 0
    Object.assign(this, {
      state: 'processing',
      holder: actor,
      takeover,
      leaseUntil: now + leaseMs,
      forgetAt: now + retentionMs,
    })
    this.fence += 1
    return { kind: 'admitted', fence: this.fence, attempt: this.fence, takeover }
  }

  change(kind: 'extend' | 'complete' | 'release', actor: number, now: number): Settlement {
    this.expire(now)
    if (this.state === 'absent') return 'gone'
    const end = ({ extend: 'processing', complete: 'done', release: 'released' } as const)[kind]
    if (this.holder !== actor || (this.state !== 'processing' && this.state !== end)) return 'stale'
    this.state = end
    if (kind === 'extend') {
      this.leaseUntil = now + leaseMs
      this.forgetAt = Math.max(this.forgetAt, this.leaseUntil)
    } else this.forgetAt = now + retentionMs
    return 'ok'
  }

  expire(now: number): void {
    if (this.forgetAt <= now) this.state = 'absent'
  }
}

test('does what the model of the protocol does, in any order of claims, settlements and lapses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 40 }), async (commands) => {
      const clock = manualClock(0)
      const store = memoryStore({ clock })
      const model = new Model()
      // A token is made anew for each claim, but for the one that its holder sends again.
      const tokens = Array.from({ length: actors }, (_, actor): Claim =>
        claimOf({ token: `actor-${actor}`, leaseMs, retentionMs }),
      )
      for (const command of commands) {
        if (command.kind === 'wait') clock.advance(command.ms)
        else if (command.kind === 'forget') {
          model.expire(clock.now())
          expect(await store.forget('source', 'evt_1')).toBe(model.state !== 'absent')
          model.state = 'absent'
        } else if (command.kind === 'accept') {
          const wanted = model.accept(command.actor, clock.now())
          expect(await store.accept(tokens[command.actor]!)).toMatchObject(wanted)
        } else {
          const claim = tokens[command.actor]!
          const wanted = model.change(command.kind, command.actor, clock.now())
          const settlement =
            command.kind === 'extend' ? store.extend(claim, leaseMs) : store[command.kind](claim, retentionMs)
          expect(await settlement).toBe(wanted)
        }
      }
    }),
    { numRuns: 1000 },
  )
})
