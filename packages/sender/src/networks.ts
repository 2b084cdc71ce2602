import { BlockList, isIP } from 'node:net'

/**
 * Where no delivery goes unless it is allowed: what the registries of special-purpose addresses list, and addresses at
 * which clouds serve metadata. Anycast addresses are there though the registries call them globally reachable: the
 * nearest host that has them may be one of the sender's own network.
 * @see RFC 6890, 2.2 (the registries, https://www.iana.org/assignments/iana-ipv4-special-registry)
 */
const refusedIpv4 = [
  '0.0.0.0/8', // this network (RFC 791, 3.2)
  '10.0.0.0/8', // private (RFC 1918)
  '100.64.0.0/10', // shared by carriers' NAT (RFC 6598)
  '127.0.0.0/8', // loopback (RFC 1122, 3.2.1.3)
  '168.63.129.16/32', // Azure's platform
  '169.254.0.0/16', // link-local (RFC 3927), 169.254.169.254 among it
  '172.16.0.0/12', // private (RFC 1918)
  '192.0.0.0/24', // IETF protocol assignments (RFC 6890)
  '192.0.2.0/24', // documentation (RFC 5737)
  '192.31.196.0/24', // anycast: AS112 (RFC 7535)
  '192.52.193.0/24', // anycast: AMT relays (RFC 7450)
  '192.88.99.0/24', // 6to4 relays (RFC 7526)
  '192.168.0.0/16', // private (RFC 1918)
  '192.175.48.0/24', // anycast: AS112 (RFC 7534)
  '198.18.0.0/15', // benchmarks (RFC 2544)
  '198.51.100.0/24', // documentation (RFC 5737)
  '203.0.113.0/24', // documentation (RFC 5737)
  '224.0.0.0/4', // multicast (RFC 5771)
  '240.0.0.0/4', // reserved (RFC 1112, 4), 255.255.255.255 among it
]

/** Of IPv6, 2000::/3 alone is assigned to hosts of the Internet (RFC 4291, 2.4). In it, these are not. */
const refusedIpv6 = [
  '2001::/23', // IETF protocol assignments (RFC 2928): Teredo and benchmarks among them
  '2001:db8::/32', // documentation (RFC 3849)
  '2002::/16', // 6to4 (RFC 7526)
  '2620:4f:8000::/48', // anycast: AS112 (RFC 7534)
  '3fff::/20', // documentation (RFC 9637)
]

/** Of NAT64, 96 bits: an IPv4 address stands behind it, and is judged as such (RFC 6052, 2.1). */
const nat64 = '64:ff9b::'

/** A set of addresses, in which IPv4 addresses are the same in whatever form of IPv6 they come. */
export class Networks {
  readonly #list = new BlockList()

  /**
   * @param networks - addresses, or networks such as `10.0.0.0/8`
   * @throws TypeError for what is neither
   */
  constructor(networks: readonly string[]) {
    for (const network of networks) this.#add(network)
  }

  /** Tells whether an address is among them. What is no address is not. */
  includes(address: string): boolean {
    const version = isIP(address)
    return version !== 0 && this.#list.check(address, version === 4 ? 'ipv4' : 'ipv6')
  }

  #add(network: string): void {
    const [, address = '', digits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(network) ?? []
    const version = isIP(address)
    const bits = version === 4 ? 32 : 128
    const length = digits === undefined ? bits : Number(digits)
    if (version === 0 || address.includes('%') || length > bits)
      throw new TypeError(`${network} is no address, and no network such as 10.0.0.0/8 or fd00::/8.`)
    if (version === 6) {
      this.#list.addSubnet(address, length, 'ipv6')
      return
    }
    this.#list.addSubnet(address, length, 'ipv4')
    // Those mapped to IPv6 (`::ffff:10.0.0.1`) a BlockList knows by itself.
    this.#list.addSubnet(nat64 + address, 96 + length, 'ipv6')
  }
}

const refused = new Networks([...refusedIpv4, ...refusedIpv6])
const internet = new Networks(['0.0.0.0/0', '2000::/3'])

/** Tells whether an address is one of the Internet's hosts. What is no address, or has a zone, is not. */
export function isPublicAddress(address: string): boolean {
  return !address.includes('%') && internet.includes(address) && !refused.includes(address)
}
