import type { RequestHead } from '../request.js'
import { importFound, PerTenant, TenantKeys } from './per-tenant.js'

/**
 * Where secrets or keys come from that are not known from the start. A function gets the id of the key that the message
 * names, where its scheme has one; nothing of it is verified yet.
 */
export type ByRequest<Known> =
  PerTenant<Known> | ((head: RequestHead, kid?: string) => Known | undefined | Promise<Known | undefined>)

/** Tells whether secrets or keys are to be asked for with each request. */
export function isByRequest<Known>(source: Known | ByRequest<Known>): source is ByRequest<Known> {
  return typeof source === 'function' || source instanceof PerTenant
}

/**
 * Prepares a source.
 * @returns a function that gives the keys for a request: none where the source knows none. It rejects with what the
 * source rejects with
 */
export function keysByRequest<Known, Key>(
  source: ByRequest<Known>,
  importAll: (known: Known) => readonly Key[],
): (head: RequestHead, kid?: string) => Promise<readonly Key[]> {
  if (source instanceof PerTenant) {
    const tenants = new TenantKeys(source.options, importAll)
    return async (head) => await tenants.keysFor(head)
  }
  return async (head, kid) => importFound(await source(head, kid), importAll)
}
