import fc from 'fast-check'
import { Turns } from '../src/turns.js'

test('gives turns in the order in which they fall due, and were added', () => {
  const steps = fc.array(fc.oneof(fc.constant('remove' as const), fc.integer({ min: 0, max: 5 })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(steps, (all) => {
      const turns = new Turns()
      const model: { key: string; dueAt: number }[] = []
      for (const [index, step] of all.entries()) {
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
    }),
    { numRuns: 300 },
  )
})
