import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { refuseUnknown } from '@postern/core'
import { DestinationError } from './destination-error.js'
import { isPublicAddress, Networks } from './networks.js'

/** Finds the addresses of a host, as `lookup` of `node:dns/promises` does with `all`. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>

/** Where deliveries may go. */
export interface DestinationOptions {
  /**
   * Hosts (`'hooks.internal'`), addresses and networks (`'10.1.0.0/16'`) that are allowed though they are not public.
   * An allowed host may resolve to any address, those of this machine included: whoever can change its DNS records
   * decides where deliveries go. @defaultValue none
   */
  readonly allow?: readonly string[] | undefined
  /** The ports that URLs may have, or `'any'`. @defaultValue `[443]`, and 80 where `http` is true */
  readonly ports?: readonly number[] | 'any' | undefined
  /** Whether `http:` is allowed. Then payloads and signatures can be read on the way. @defaultValue `false` */
  readonly http?: boolean | undefined
  /** Resolves hosts instead of the system. What it gives is checked all the same. */
  readonly resolve?: Resolve | undefined
}

const place = 'createSender: destinations'
const defaultPorts = new Map([
  ['https:', 443],
  ['http:', 80],
])

const bySystem: Resolve = (hostname) => lookup(hostname, { all: true })

/**
 * Keeps deliveries from going where they must not (server-side request forgery): into the networks of the sender, to
 * its own machine, to the metadata of its cloud.
 *
 * A host is resolved when a connection is made, each of its addresses is checked, and the connection goes to one of
 * those; so a name that changes its mind between the check and the connection (DNS rebinding) gains nothing.
 */
export class DestinationGuard {
  readonly #hosts: ReadonlySet<string>
  readonly #networks: Networks
  /** `undefined` for any. */
  readonly #ports: ReadonlySet<number> | undefined
  readonly #http: boolean
  readonly #resolve: Resolve

  /** @throws TypeError for options that are wrong or unknown */
  constructor(options: DestinationOptions = {}) {
    refuseUnknown(options, ['allow', 'ports', 'http', 'resolve'], place)
    const { allow = [], http = false, ports = http ? [443, 80] : [443], resolve = bySystem } = options
    if (!isList(allow) || allow.some((entry) => typeof entry !== 'string' || entry === ''))
      throw new TypeError(`${place}.allow must be a list of hosts, addresses and networks.`)
    if (ports !== 'any' && !(isList(ports) && ports.every(isPort)))
      throw new TypeError(`${place}.ports must be 'any', or a list of ports, of 1 to 65535.`)
    if (typeof http !== 'boolean') throw new TypeError(`${place}.http must be true or false.`)
    if (typeof resolve !== 'function') throw new TypeError(`${place}.resolve must be a function of a host.`)
    const isNetwork = (entry: string) => entry.includes('/') || isIP(entry) !== 0
    this.#networks = new Networks(allow.filter(isNetwork))
    this.#hosts = new Set(allow.filter((entry) => !isNetwork(entry)).map(allowedHost))
    this.#ports = ports === 'any' ? undefined : new Set(ports)
    this.#http = http
    this.#resolve = resolve
  }

  /**
   * Reads a URL, and checks all of it that can be checked without asking DNS.
   * @throws DestinationError
   * @see WHATWG URL, 3.5 (host parsing): decimal, octal and hexadecimal forms of IPv4 become dotted decimals
   */
  parse(text: string | URL): URL {
    const href = String(text)
    if (!URL.canParse(href)) throw new DestinationError('malformed')
    const url = new URL(href)
    const defaultPort = defaultPorts.get(url.protocol)
    if (defaultPort === undefined || (url.protocol === 'http:' && !this.#http))
      throw new DestinationError('protocol')
    if (url.username !== '' || url.password !== '') throw new DestinationError('user-info')
    const port = url.port === '' ? defaultPort : Number(url.port)
    if (port === 0 || this.#ports?.has(port) === false) throw new DestinationError('port')
    const host = plainHost(url.hostname)
    if (isIP(host) !== 0) this.checkAddress(host, host)
    url.hash = ''
    return url
  }

  /**
   * Resolves a host, and checks every address of it.
   * @throws DestinationError when one of them is not allowed; else what the resolver throws
   */
  async resolve(hostname: string): Promise<LookupAddress[]> {
    const host = plainHost(hostname)
    const addresses = isIP(host) === 0 ? await this.#resolve(host) : [{ address: host, family: isIP(host) }]
    for (const { address } of addresses) this.checkAddress(host, address)
    // What a resolver says of the family would decide how the address is read.
    const checked = addresses.map(({ address }) => ({ address, family: isIP(address) }))
    if (checked.length > 0) return checked
    throw Object.assign(new Error('The host has no address.'), { code: 'ENOTFOUND' })
  }

  /** @throws DestinationError when this address of the host is not allowed */
  checkAddress(hostname: string, address: string): void {
    const isAllowed =
      isIP(address) !== 0 &&
      (isPublicAddress(address) ||
        this.#hosts.has(plainHost(hostname)) ||
        (!address.includes('%') && this.#networks.includes(address)))
    if (!isAllowed) throw new DestinationError('address')
  }

  /** What sockets resolve with: gives them checked addresses alone. */
  readonly lookup: LookupFunction = (hostname, { all, family }, callback) => {
    this.resolve(hostname).then(
      (addresses) => {
        if (all === true) {
          callback(null, addresses)
          return
        }
        const wanted = addresses.find((one) => family === undefined || family === 0 || one.family === family)
        if (wanted === undefined) callback(notFound(), '')
        else callback(null, wanted.address, wanted.family)
      },
      (error: unknown) => {
        callback(error as NodeJS.ErrnoException, '')
      },
    )
  }
}

/** Tells for callers without a type checker. */
function isList(value: unknown): boolean {
  return Array.isArray(value)
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536
}

function notFound(): NodeJS.ErrnoException {
  return Object.assign(new Error('The host has no address of this family.'), { code: 'ENOTFOUND' })
}

/** A host as it is compared: without the brackets of IPv6, and without the dot that ends an absolute name. */
function plainHost(hostname: string): string {
  return hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()
}

function allowedHost(entry: string): string {
  const text = `https://${entry}/`
  const { href, hostname } = URL.canParse(text) ? new URL(text) : { href: '', hostname: '' }
  // With a star, it would look as if it allowed many.
  if (href === `https://${hostname}/` && !entry.includes('*')) return plainHost(hostname)
  throw new TypeError(`${place}.allow has ${entry}, which is no host, address or network.`)
}
