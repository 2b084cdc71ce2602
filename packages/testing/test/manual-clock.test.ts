import { manualClock } from '../src/manual-clock.js'

test('stands still until it is moved', () => {
  const clock = manualClock(1000)
  expect(clock.now()).toBe(1000)
  clock.advance(250)
  expect(clock.now()).toBe(1250)
})

test('calls back what falls due, in order and each at its own instant', () => {
  const clock = manualClock(0)
  const calls: string[] = []
  clock.every(30, () => calls.push(`slow at ${clock.now()}`))
  clock.every(20, () => calls.push(`fast at ${clock.now()}`))
  clock.advance(60)
  expect(calls).toEqual(['fast at 20', 'slow at 30', 'fast at 40', 'slow at 60', 'fast at 60'])
  expect(clock.now()).toBe(60)
})

test('stops calling back after the returned function is called, also from within the callback', () => {
  const clock = manualClock(0)
  let calls = 0
  const stop = clock.every(10, () => {
    calls += 1
    if (calls === 2) stop()
  })
  clock.advance(100)
  expect(calls).toBe(2)
})

test('calls back an interval that was set up by another one', () => {
  const clock = manualClock(0)
  const calls: number[] = []
  const stop = clock.every(10, () => {
    stop()
    clock.every(5, () => calls.push(clock.now()))
  })
  clock.advance(20)
  expect(calls).toEqual([15, 20])
})

test('refuses an interval of nothing, which would never end', () => {
  expect(() => manualClock().every(0, () => undefined)).toThrow(TypeError)
})
