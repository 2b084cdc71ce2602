import type { DeliveryStore, LeaseRef, Settlement } from '@postern/core'
import type { Redis } from 'ioredis'

/** What our store must not be: a claim is `SET key token NX PX`, so that a claim sent twice meets itself. */
export function setNxStore(client: Redis): DeliveryStore {
  const settle = async ({ id }: LeaseRef): Promise<Settlement> =>
    (await client.del(id)) === 1 ? 'ok' : 'gone'
  return {
    async accept({ id, token, leaseMs }) {
      const isOurs = (await client.set(id, token, 'PX', leaseMs, 'NX')) === 'OK'
      if (isOurs) return { kind: 'admitted', fence: 1, attempt: 1, takeover: false, bodyMatches: true }
      return { kind: 'in-flight', retryAfterMs: await client.pttl(id), bodyMatches: true }
    },
    extend: () => Promise.resolve('ok'),
    complete: settle,
    release: settle,
    forget: async (_source, id) => (await client.del(id)) === 1,
  }
}
