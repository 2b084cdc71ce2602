import { type Fault, scheduleOf } from './schedule.js'

const tenMinutesMs = 600_000

test('the same seed gives the same schedule, and another seed another', () => {
  expect(scheduleOf(1, tenMinutesMs)).toEqual(scheduleOf(1, tenMinutesMs))
  expect(scheduleOf(1, tenMinutesMs)).not.toEqual(scheduleOf(2, tenMinutesMs))
})

test.each([1, 2, 3])(
  'seed %i lets each kind happen in 20 s, and each place rest between two faults',
  (seed) => {
    expect(new Set(scheduleOf(seed, 20_000).map(({ kind }) => kind)).size).toBe(9)
    const last = new Map<string, Fault>()
    for (const fault of scheduleOf(seed, tenMinutesMs)) {
      const { at, ms } = last.get(fault.place) ?? { at: 0, ms: 0 }
      expect(fault.at).toBeGreaterThanOrEqual(at + ms)
      last.set(fault.place, fault)
    }
    expect(last.size).toBe(3 * 4 + 1)
  },
)
