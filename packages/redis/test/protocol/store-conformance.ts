import type { Admission, Settlement } from '@postern/core'
import { claimOf, type StoreUnderTest } from '@postern/testing'
import fc from 'fast-check'
import { absent, type Answer, type DeliveryRecord, storeModel } from './store-model.js'

type Operation =
  | { readonly kind: 'accept' | 'extend' | 'complete' | 'release'; readonly token: number }
  | { readonly kind: 'lapse' }

const tokens = [0, 1, 2]
const kinds = ['accept', 'extend', 'complete', 'release'] as const
const operations: readonly Operation[] = [
  ...kinds.flatMap((kind) => tokens.map((token) => ({ kind, token }))),
  { kind: 'lapse' },
]
const highestFence = 3

// Long beside a test: a lease lapses only when its holder has shortened it.
const leaseMs = 3_600_000
const retentionMs = leaseMs * 24

/**
 * Registers the tests that tie a store to the model that the protocol is explored with. Each test gets a store that
 * knows nothing, and runs on many deliveries at once.
 */
export function testStoreConformance(create: () => Promise<StoreUnderTest> | StoreUnderTest): void {
  let subject: StoreUnderTest

  beforeEach(async () => {
    subject = await create()
  })
  afterEach(() => subject.dispose?.())

  test('answers any two operations in each state as the model does', async () => {
    const ways = waysToEachState()
    expect(ways).toHaveLength(49)
    const runs = ways.flatMap((way) =>
      operations.flatMap((one) => operations.map((other) => [...way, one, other])),
    )
    await Promise.all(runs.map((run) => expectSameAnswers(subject, run)))
  })

  test('answers operations in any order as the model does', async () => {
    const anyRun = fc.array(fc.constantFrom(...operations), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(anyRun, (run) => expectSameAnswers(subject, run)),
      { numRuns: 300 },
    )
  })
}

/** The shortest run that leads to each state of a record, up to a fence. */
function waysToEachState(): readonly (readonly Operation[])[] {
  const ways = new Map<string, { record: DeliveryRecord; way: readonly Operation[] }>()
  ways.set(JSON.stringify(absent), { record: absent, way: [] })
  for (const { record, way } of ways.values()) {
    for (const operation of operations) {
      const [next] = model(record, operation)
      const key = JSON.stringify(next)
      if (next.fence > highestFence || ways.has(key)) continue
      ways.set(key, { record: next, way: [...way, operation] })
    }
  }
  return [...ways.values()].map(({ way }) => way)
}

function model(
  record: DeliveryRecord,
  operation: Operation,
): readonly [DeliveryRecord, (Answer | Settlement)?] {
  if (operation.kind !== 'lapse') return storeModel[operation.kind](record, operation.token)
  return [isLive(record) ? storeModel.lapse(record) : record]
}

const isLive = ({ state, lapsed }: DeliveryRecord): boolean => state === 'processing' && !lapsed

let lastRun = 0

/** Has a store and the model do the same to a new delivery. */
async function expectSameAnswers(subject: StoreUnderTest, run: readonly Operation[]): Promise<void> {
  lastRun += 1
  const id = `run-${lastRun}`
  const given: (Admission | Settlement | undefined)[] = []
  const wanted: (Answer | Settlement | undefined)[] = []
  let record = absent
  for (const operation of run) {
    given.push(await perform(subject, id, operation, record))
    const [next, answer] = model(record, operation)
    wanted.push(answer)
    record = next
  }
  expect({ run, answers: given }).toMatchObject({ run, answers: wanted })
}

async function perform(
  { store, passTime }: StoreUnderTest,
  id: string,
  operation: Operation,
  record: DeliveryRecord,
): Promise<Admission | Settlement | undefined> {
  const claimBy = (token: number) => claimOf({ id, token: `${id}-${token}`, leaseMs, retentionMs })
  switch (operation.kind) {
    case 'accept':
      return store.accept(claimBy(operation.token))
    case 'extend':
      return store.extend(claimBy(operation.token), leaseMs)
    case 'complete':
    case 'release':
      return store[operation.kind](claimBy(operation.token), retentionMs)
    case 'lapse':
      if (isLive(record)) {
        await store.extend(claimBy(record.token), 1)
        await passTime(2)
      }
      return undefined
  }
}
