import type { Admission, Settlement } from '@postern/core'

/** One delivery as a store remembers it: the state table of docs/store.md. Of time, only whether the lease lapsed. */
export interface DeliveryRecord {
  readonly state: 'absent' | 'processing' | 'released' | 'done'
  /** Which attempt's token it is, by index. */
  readonly token: number
  readonly fence: number
  readonly lapsed: boolean
  /** Whether the lease was taken over from another that had lapsed. */
  readonly takeover: boolean
}

/** What is modelled of an admission. */
export type Answer =
  | Pick<Admission & { kind: 'admitted' }, 'kind' | 'fence' | 'takeover'>
  | { readonly kind: 'duplicate' | 'in-flight' }

/** What each operation leaves behind, and what it answers. */
export interface StoreModel {
  accept(record: DeliveryRecord, token: number): readonly [DeliveryRecord, Answer]
  extend(record: DeliveryRecord, token: number): readonly [DeliveryRecord, Settlement]
  complete(record: DeliveryRecord, token: number): readonly [DeliveryRecord, Settlement]
  release(record: DeliveryRecord, token: number): readonly [DeliveryRecord, Settlement]
  /** What is left when the deadline of the lease has passed. */
  lapse(record: DeliveryRecord): DeliveryRecord
}

export const absent: DeliveryRecord = { state: 'absent', token: -1, fence: 0, lapsed: false, takeover: false }

export const storeModel: StoreModel = {
  accept(record, token) {
    const { state, lapsed } = record
    if (state === 'done') return [record, { kind: 'duplicate' }]
    if (state === 'released' && record.token === token) return [record, { kind: 'in-flight' }]
    const isOwn = state === 'processing' && record.token === token
    if (state === 'processing' && !isOwn && !lapsed) return [record, { kind: 'in-flight' }]
    const lease: DeliveryRecord = isOwn
      ? record
      : {
          state: 'processing',
          token,
          fence: record.fence + 1,
          lapsed: false,
          takeover: state === 'processing',
        }
    return [lease, { kind: 'admitted', fence: lease.fence, takeover: lease.takeover }]
  },
  extend(record, token) {
    const refusal = refusalOf(record, token, 'processing')
    return refusal === undefined ? [{ ...record, lapsed: false }, 'ok'] : [record, refusal]
  },
  complete(record, token) {
    const refusal = refusalOf(record, token, 'done')
    return refusal === undefined ? [settled(record, 'done'), 'ok'] : [record, refusal]
  },
  release(record, token) {
    const refusal = refusalOf(record, token, 'released')
    return refusal === undefined ? [settled(record, 'released'), 'ok'] : [record, refusal]
  },
  lapse: (record) => ({ ...record, lapsed: true }),
}

/** Why an operation of this token that leads to `end` is refused, if it is. */
function refusalOf(
  record: DeliveryRecord,
  token: number,
  end: DeliveryRecord['state'],
): 'stale' | 'gone' | undefined {
  if (record.state === 'absent') return 'gone'
  const mayEnd = record.state === 'processing' || record.state === end
  return record.token === token && mayEnd ? undefined : 'stale'
}

function settled(record: DeliveryRecord, state: 'released' | 'done'): DeliveryRecord {
  return { ...record, state, lapsed: false, takeover: false }
}
