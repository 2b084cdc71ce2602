import { PerTenant, perTenant, type RequestHead } from '@postern/core'

/** Where secrets or keys come from that are not known from the start. */
type ByRequest<Known> =
  PerTenant<Known> | ((head: RequestHead, kid?: string) => Known | undefined | Promise<Known | undefined>)

/** Changes secrets or keys, be they known or asked for with each request. */
export function mapKnown<Known>(
  given: Known | ByRequest<Known>,
  map: (known: Known) => Known,
): Known | ByRequest<Known> {
  const mapFound = (found: Known | undefined) => (found === undefined ? undefined : map(found))
  if (given instanceof PerTenant) {
    const { options } = given
    return perTenant({ ...options, load: async (tenant) => mapFound(await options.load(tenant)) })
  }
  if (typeof given !== 'function') return map(given)
  const find = given as Exclude<ByRequest<Known>, PerTenant<Known>>
  return async (head, kid) => mapFound(await find(head, kid))
}
