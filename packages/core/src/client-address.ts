import { isIP, isIPv6 } from 'node:net'

/**
 * What the guard counts by: an IPv4 address, or the /64 of an IPv6 address, which is what one client commonly has.
 * IPv4 addresses written as IPv6 are IPv4.
 * @returns `undefined` for text that is no address
 */
export function clientKey(address: string): string | undefined {
  const [plain = ''] = address.split('%', 1)
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined) return isIP(mapped) === 4 ? mapped : undefined
  if (!isIPv6(plain)) return isIP(plain) === 4 ? plain : undefined
  const groups = expand(plain)
  // The same in hexadecimal: ::ffff:c000:201.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

function expand(address: string): number[] {
  const [head = '', tail] = address.replace(/\d+\.\d+\.\d+\.\d+$/, hexadecimal).split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0')
  return [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16))
}

function hexadecimal(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

/** Tells whether an address is one of a private network or of this machine, where a proxy would be. */
export function isPrivateAddress(address: string): boolean {
  const key = clientKey(address) ?? ''
  return (
    /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(key) ||
    /^(f[cd]|fe[89ab])/.test(key) ||
    key === '0:0:0:0::/64'
  )
}
