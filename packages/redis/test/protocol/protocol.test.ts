import { type Exploration, explore } from './explore.js'
import { liveness, safety } from './invariants.js'
import { protocol } from './protocol.js'
import { shortestTraces } from './shortest-traces.js'
import { type State, type StepKind, stepKinds } from './state.js'
import { statesThatReach } from './states-that-reach.js'
import { variants } from './variants.js'

const running = ({ attempts }: State) => attempts.filter(({ phase }) => phase === 'running').length

const situations: { name: string; isMet: (state: State) => boolean }[] = [
  { name: 'two handlers run at once', isMet: (state) => running(state) > 1 },
  { name: 'a third lease was given', isMet: ({ lastFence }) => lastFence > 2 },
  {
    name: 'a lease is held for an attempt that is gone',
    isMet: ({ record, attempts }) =>
      record.state === 'processing' && !record.lapsed && attempts[record.token]?.phase === 'gone',
  },
  {
    name: 'a handler runs that was overtaken by one that completed',
    isMet: (state) => state.record.state === 'done' && running(state) > 0,
  },
  {
    name: 'the sender has seen a 2xx and the lease is not settled',
    isMet: ({ record, acknowledged }) => record.state === 'processing' && acknowledged,
  },
  {
    name: 'a run has succeeded and a later one failed',
    isMet: ({ record, succeeded }) => record.state === 'released' && succeeded,
  },
  {
    name: 'the delivery is completed and every 2xx was lost',
    isMet: ({ completed, acknowledged, attempts }) =>
      completed && !acknowledged && attempts.every(({ phase }) => phase === 'gone' || phase === 'idle'),
  },
]

describe.each([
  { name: 'three attempts at a time', rules: protocol, floor: 50_000 },
  {
    name: 'two attempts at a time that send everything three times',
    rules: { ...protocol, attempts: 2, resends: 2, tries: 3 },
    floor: 10_000,
  },
])('$name', ({ rules, floor }) => {
  let exploration: Exploration
  beforeAll(() => {
    exploration = explore(rules)
  })

  test('break no invariant, whatever happens', () => {
    expect(Object.fromEntries(exploration.broken)).toEqual({})
  })

  test('are followed through all kinds of steps', () => {
    expect(exploration.states.length).toBeGreaterThan(floor)
    expect(new Set(exploration.taken.keys())).toEqual(new Set(stepKinds))
  })

  test.each(situations)('meet a state in which $name', ({ isMet }) => {
    expect(exploration.states.some(isMet)).toBe(true)
  })

  test('come to rest only when the sender has seen a 2xx', () => {
    expect(exploration.ends.length).toBeGreaterThan(0)
    expect(exploration.ends.every(({ acknowledged }) => acknowledged)).toBe(true)
  })
})

const withoutFaults = new Set<StepKind>([
  'is sent',
  'has its claim executed',
  'is admitted',
  'is told in-flight and answers 503',
  'is told duplicate, and the sender sees the 200',
  'starts its handler',
  'succeeds',
  'answers 2xx, and the sender sees it',
  'has its settlement executed and hears of it',
])

test('one lease is given and one run completes it when nothing fails, crashes, lapses or is lost', () => {
  const { broken, taken, ends } = explore(protocol, withoutFaults)
  expect(Object.fromEntries(broken)).toEqual({})
  expect(new Set(taken.keys())).toEqual(withoutFaults)
  expect(ends.length).toBeGreaterThan(0)
  for (const { record, lastFence, acknowledged } of ends)
    expect({ record, lastFence, acknowledged }).toMatchObject({
      record: { state: 'done' },
      lastFence: 1,
      acknowledged: true,
    })
})

test.each(variants)('an invariant breaks when $name', ({ name, rules, breaks }) => {
  const { broken } = explore(rules)
  expect(new Set(broken.keys())).toEqual(new Set(breaks))
  expect(broken.get(breaks[0]!)).toEqual(shortestTraces[name])
})

test('each invariant breaks by some variant', () => {
  const names = [...Object.keys(safety), ...Object.keys(liveness)]
  expect(new Set(variants.flatMap(({ breaks }) => breaks))).toEqual(new Set(names))
})

test('states that reach a goal are found backwards, through circles and not through dead ends', () => {
  // 0 -> 1 <-> 2 -> 3, 1 -> 4 <-> 5
  const edges = { from: [0, 1, 2, 2, 1, 4, 5], to: [1, 2, 1, 3, 4, 5, 4] }
  const isGoal = [false, false, false, true, false, false]
  expect([...statesThatReach(isGoal, edges)]).toEqual([1, 1, 1, 1, 0, 0])
})
