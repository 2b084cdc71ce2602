import type { Clock } from '@postern/core'
import { manualClock } from '@postern/testing/manual-clock'
import { WakeUp } from '../src/wake-up.js'

/** An alarm on a clock that tells how many timers are set. */
function alarm() {
  const manual = manualClock(1000)
  const under = {
    rings: 0,
    timers: 0,
    advance: (ms: number) => {
      manual.advance(ms)
    },
  }
  const clock: Clock = {
    now: () => manual.now(),
    every(ms, callback) {
      under.timers += 1
      const cancel = manual.every(ms, callback)
      return () => {
        under.timers -= 1
        cancel()
      }
    },
  }
  const wakeUp = new WakeUp(clock, () => {
    under.rings += 1
  })
  return { wakeUp, under }
}

test('goes off once, at the instant', () => {
  const { wakeUp, under } = alarm()
  wakeUp.setTo(1100)
  under.advance(99)
  expect(under.rings).toBe(0)
  under.advance(1)
  expect(under).toMatchObject({ rings: 1, timers: 0 })
  under.advance(1000)
  expect(under.rings).toBe(1)
})

test('goes off at the earliest of the instants that it was set to, and can be set again', () => {
  const { wakeUp, under } = alarm()
  wakeUp.setTo(1500)
  wakeUp.setTo(1100)
  wakeUp.setTo(1200)
  wakeUp.setTo(1100)
  expect(under.timers).toBe(1)
  under.advance(100)
  expect(under).toMatchObject({ rings: 1, timers: 0 })
  under.advance(400)
  expect(under.rings).toBe(1)
  wakeUp.setTo(2500)
  under.advance(1000)
  expect(under.rings).toBe(2)
})

test('goes off at once for what is past or present', () => {
  const { wakeUp, under } = alarm()
  wakeUp.setTo(1000)
  wakeUp.setTo(10)
  expect(under).toMatchObject({ rings: 2, timers: 0 })
})

test('goes off no earlier than a part of a millisecond', () => {
  const { wakeUp, under } = alarm()
  wakeUp.setTo(1001.5)
  under.advance(1)
  expect(under.rings).toBe(0)
  under.advance(1)
  expect(under.rings).toBe(1)
})

test('does not go off any more once it is cleared, until it is set again', () => {
  const { wakeUp, under } = alarm()
  wakeUp.setTo(1100)
  wakeUp.clear()
  expect(under.timers).toBe(0)
  under.advance(200)
  expect(under.rings).toBe(0)
  wakeUp.setTo(1900)
  under.advance(700)
  expect(under.rings).toBe(1)
})
