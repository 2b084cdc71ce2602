import fc from 'fast-check'
import { Turns } from '../src/turns.js'

test('gives turns in the order in which they fall due, and were added', () => {
  const step = fc.oneof(
    { weight: 1, arbitrary: fc.constant('remove' as const) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 50 }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const turns = new Turns()
      const model: { key: string; dueAt: number }[] = []
      for (const [index, step] of steps.entries()) {
        if (step === 'remove') {
          turns.removeFirst()
          model.shift()
        } else {
          const turn = { key: `msg_${index}`, dueAt: step }
          turns.add(turn)
          const later = model.findIndex(({ dueAt }) => dueAt > step)
          model.splice(later === -1 ? model.length : later, 0, turn)
        }
        expect(turns.first?.key).toBe(model[0]?.key)
      }
      for (const { key } of model) {
        expect(turns.first?.key).toBe(key)
        turns.removeFirst()
      }
      expect(turns.first).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})
