import { AgedMap } from '../aged-map.js'
import { positive, refuseUnknown } from '../check-option.js'
import type { RequestHead } from '../request.js'

/** Options of {@link perTenant}. */
export interface PerTenantOptions<Known> {
  /** Says whose request it is: a part of the path, a header. Nothing of it is verified yet. `undefined` is refused. */
  readonly tenant: (head: RequestHead) => string | undefined
  /** Gives what is known of one tenant, and `undefined` for one that there is not. */
  readonly load: (tenant: string) => Known | undefined | Promise<Known | undefined>
  /** How long it is kept, in ms: a secret that was taken out may verify for as long. @defaultValue 60 000 */
  readonly ttlMs?: number | undefined
  /** How many tenants are kept; beyond it the one loaded longest ago is forgotten. @defaultValue 1000 */
  readonly maxTenants?: number | undefined
}

interface CheckedOptions<Known> extends PerTenantOptions<Known> {
  readonly ttlMs: number
  readonly maxTenants: number
}

/** Secrets or keys by tenant. Made by {@link perTenant}. */
export class PerTenant<Known> {
  /** @internal */
  constructor(readonly options: CheckedOptions<Known>) {}
}

/**
 * Secrets or keys of many tenants: loaded when a tenant's first request comes, imported once, and kept for a time.
 * `load` sees nothing but the tenant, so that no tenant ever gets what was loaded for another.
 * @throws TypeError for options that are wrong or unknown
 * @example
 * const secrets = perTenant({
 *   tenant: ({ url }) => /^\/webhooks\/(\w+)$/.exec(url ?? '')?.[1],
 *   load: async (tenant) => (await database.secretsOf(tenant)) ?? undefined,
 * })
 * app.post('/webhooks/:tenant', verifyWebhook({ scheme: standardWebhooks({ secrets }) }), route)
 */
export function perTenant<Known>(options: PerTenantOptions<Known>): PerTenant<Known> {
  refuseUnknown(options, ['tenant', 'load', 'ttlMs', 'maxTenants'], 'perTenant')
  for (const name of ['tenant', 'load'] as const)
    if (typeof options[name] !== 'function') throw new TypeError(`perTenant: ${name} must be a function.`)
  return new PerTenant({
    ...options,
    ttlMs: positive(options.ttlMs ?? 60_000, 'perTenant: ttlMs'),
    maxTenants: positive(options.maxTenants ?? 1000, 'perTenant: maxTenants'),
  })
}

/** Imports what a function of the user's gave, which may be nothing. */
export function importFound<Known, Key>(
  known: Known | undefined,
  importAll: (known: Known) => readonly Key[],
): readonly Key[] {
  return known === undefined || (Array.isArray(known) && known.length === 0) ? [] : importAll(known)
}

interface Loaded<Key> {
  readonly keys: Promise<readonly Key[]>
  readonly until: number
}

/** What one scheme has imported of its tenants. */
export class TenantKeys<Known, Key> {
  // Apart, so that strangers who make tenants up do not push the real ones out.
  readonly #known = new AgedMap<Loaded<Key>>()
  readonly #unknown = new AgedMap<Loaded<Key>>()

  constructor(
    private readonly options: CheckedOptions<Known>,
    private readonly importAll: (known: Known) => readonly Key[],
  ) {}

  /** Gives the keys of the tenant of a request: none for one that there is not. Rejects with what `load` rejects with. */
  keysFor(head: RequestHead): Promise<readonly Key[]> {
    const tenant = this.options.tenant(head)
    if (tenant === undefined) return Promise.resolve([])
    const loaded = this.#known.get(tenant) ?? this.#unknown.get(tenant)
    if (loaded !== undefined && performance.now() < loaded.until) return loaded.keys
    return this.#load(tenant)
  }

  // Requests that come while it is loading wait for the same answer.
  #load(tenant: string): Promise<readonly Key[]> {
    const keys = this.#import(tenant)
    const loaded = { keys, until: performance.now() + this.options.ttlMs }
    this.#known.delete(tenant)
    this.#keep(this.#unknown, tenant, loaded)
    keys.then(
      ({ length }) => {
        if (length === 0) return
        this.#unknown.delete(tenant)
        this.#keep(this.#known, tenant, loaded)
      },
      () => this.#unknown.delete(tenant),
    )
    return keys
  }

  async #import(tenant: string): Promise<readonly Key[]> {
    return importFound(await this.options.load(tenant), this.importAll)
  }

  #keep(map: AgedMap<Loaded<Key>>, tenant: string, loaded: Loaded<Key>): void {
    map.set(tenant, loaded)
    if (map.oldest !== undefined && map.size > this.options.maxTenants) map.delete(map.oldest.key)
  }
}
