import type { Invariant } from './invariants.js'
import { protocol } from './protocol.js'
import type { Rules } from './rules.js'
import { absent, storeModel, type StoreModel } from './store-model.js'

/** The protocol with one rule weakened. */
export interface Variant {
  readonly name: string
  readonly rules: Rules
  /** All that no longer holds. The first of them is what shortest-traces.ts has a trace of. */
  readonly breaks: readonly Invariant[]
}

const early = 'acknowledges nothing before a run has succeeded'
const overlap = 'runs overlap only after a lapse'
const unexplained = 'a further lease is explained by a lapse or a release'
const reopened = 'no lease is given once a completion was accepted'
const fence = 'each lease has a higher fence than the one before'
const stale = 'who was overtaken changes nothing'
const loss = 'a run can still succeed'
const stuck = 'the sender can still come to an end'

export const variants: readonly Variant[] = [
  receiver('a delivery in flight is answered 2xx', [early, loss], { whenInFlight: 'acknowledge' }),
  receiver('a delivery is answered 2xx when it is admitted', [early, loss], { acknowledges: 'on admission' }),
  receiver('a failed run is marked as done', [loss, early], { whenThrown: 'complete' }),
  // What `onStoreError: 'accept'` chooses.
  receiver('the handler runs when the store gave no answer', [overlap, unexplained], { whenUnknown: 'run' }),
  receiver('a record is evicted before its lease lapses', [overlap, unexplained, fence], {
    losesRecord: 'processing',
  }),
  receiver('a completed delivery is forgotten before the sender stops', [reopened, unexplained, fence], {
    losesRecord: 'done',
  }),
  store('a claim is SET NX, and its owner is told duplicate when it claims again', [early, loss], {
    accept(record, token) {
      const isOwn = record.state === 'processing' && record.token === token
      return isOwn ? [record, { kind: 'duplicate' }] : storeModel.accept(record, token)
    },
  }),
  store('a delivery is marked as done before the handler', [loss, early], {
    accept(record, token) {
      const [claimed, answer] = storeModel.accept(record, token)
      return answer.kind === 'admitted' ? [{ ...claimed, state: 'done' }, answer] : [claimed, answer]
    },
  }),
  store('a delivery is marked as done after the handler, and not claimed before', [overlap, unexplained], {
    accept({ state, ...record }, token) {
      return storeModel.accept({ ...record, state: state === 'processing' ? 'released' : state }, token)
    },
  }),
  store('a lease can be taken over before it lapses', [overlap, unexplained], {
    accept: (record, token) => storeModel.accept({ ...record, lapsed: true }, token),
  }),
  store('a lease never lapses', [loss, stuck], { lapse: (record) => record }),
  store('a lease is a key of its own, gone with its deadline', [fence], { lapse: () => absent }),
  store('a release forgets the fence', [fence], {
    release(record, token) {
      const [released, settlement] = storeModel.release(record, token)
      return [settlement === 'ok' ? { ...released, fence: 0 } : released, settlement]
    },
  }),
  store('a takeover keeps the token', [stale, overlap, unexplained, fence], {
    accept(record, token) {
      const [claimed, answer] = storeModel.accept(record, token)
      const isTakeover = answer.kind === 'admitted' && answer.takeover
      return isTakeover ? [{ ...claimed, token: record.token }, answer] : [claimed, answer]
    },
  }),
  store('a token is admitted again after its completion', [reopened], {
    accept(record, token) {
      const isOwn = record.state === 'done' && record.token === token
      return storeModel.accept(isOwn ? { ...record, state: 'processing' } : record, token)
    },
  }),
  store('a release does not look at the token', [overlap, unexplained, stale], {
    release: (record) => storeModel.release(record, record.token),
  }),
  store('an extension does not look at the token', [stale, overlap, unexplained], {
    extend: (record) => storeModel.extend(record, record.token),
  }),
  // Nothing is lost by it, as the event did succeed. But the holder is told that it lost its lease.
  store('a completion does not look at the token', [stale], {
    complete: (record) => storeModel.complete(record, record.token),
  }),
]

function receiver(name: string, breaks: readonly Invariant[], rules: Partial<Rules>): Variant {
  return { name, breaks, rules: { ...protocol, attempts: 2, ...rules } }
}

function store(name: string, breaks: readonly Invariant[], rules: Partial<StoreModel>): Variant {
  return receiver(name, breaks, { store: { ...storeModel, ...rules } })
}
