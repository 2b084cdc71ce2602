import './shift-clock.js'
import type { Claim, LeaseRef } from '@postern/core'
import { redisStore } from '@postern/redis'
import { onTold, tell, type WorkerMessage, workerArgument } from '@postern/testing/worker'

/** What the worker is told to ask its store. */
export type StoreCall = WorkerMessage &
  (
    | { readonly kind: 'accept'; readonly claim: Claim }
    | { readonly kind: 'extend'; readonly lease: LeaseRef; readonly leaseMs: number }
  )

const store = redisStore(workerArgument() as string, { deadlineMs: 10_000 })

onTold(async (message) => {
  const call = message as StoreCall
  const answer =
    call.kind === 'accept' ? await store.accept(call.claim) : await store.extend(call.lease, call.leaseMs)
  tell({ kind: 'answer', answer })
})
tell({ kind: 'ready', now: Date.now() })
