import fc from 'fast-check'
import { AgedMap } from '../src/aged-map.js'

interface Step {
  readonly verb: 'set' | 'delete' | 'drop the oldest'
  readonly key: string
}

test('holds what a Map holds, in its order, whatever is set and deleted', () => {
  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.record({
      verb: fc.constantFrom('set', 'set', 'delete', 'drop the oldest'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    }),
  )
  fc.assert(
    fc.property(steps, (steps) => {
      const aged = new AgedMap<number>()
      const model = new Map<string, number>()
      for (const [value, { verb, key: named }] of steps.entries()) {
        const [first] = model.keys()
        const key = verb === 'drop the oldest' ? first : named
        if (key === undefined) continue
        const isKnown = model.delete(key)
        if (verb === 'set') {
          model.set(key, value)
          aged.set(key, value)
        } else expect(aged.delete(key)).toBe(isKnown)
        expect([...aged]).toEqual([...model])
        expect(aged.size).toBe(model.size)
        expect(aged.oldest?.key).toBe([...model.keys()][0])
        expect(aged.get(named)).toBe(model.get(named))
      }
    }),
    { numRuns: 2000 },
  )
})

test('lets the entry that it is at be deleted', () => {
  const aged = new AgedMap<number>()
  for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) aged.set(key, index)
  const seen: string[] = []
  for (const [key] of aged) {
    seen.push(key)
    if (key !== 'c') aged.delete(key)
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd'])
  expect([...aged]).toEqual([['c', 2]])
})
