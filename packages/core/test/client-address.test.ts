import { clientKey, isPrivateAddress } from '../src/client-address.js'

test.each([
  { name: 'an IPv4 address', address: '192.0.2.1', key: '192.0.2.1' },
  { name: 'an IPv4 address mapped to IPv6', address: '::ffff:192.0.2.1', key: '192.0.2.1' },
  { name: 'one in capitals', address: '::FFFF:192.0.2.1', key: '192.0.2.1' },
  { name: 'one in hexadecimal', address: '::ffff:c000:201', key: '192.0.2.1' },
  { name: 'one written out', address: '0:0:0:0:0:ffff:c000:0201', key: '192.0.2.1' },
  { name: 'an IPv6 address', address: '2001:db8:1:2:3:4:5:6', key: '2001:db8:1:2::/64' },
  { name: 'another of the same /64', address: '2001:db8:1:2::9', key: '2001:db8:1:2::/64' },
  { name: 'one in capitals with zeros', address: '2001:0DB8:0001:0002::9', key: '2001:db8:1:2::/64' },
  { name: 'one of another /64', address: '2001:db8:1:3::9', key: '2001:db8:1:3::/64' },
  { name: 'one with a zone', address: 'fe80::1%eth0', key: 'fe80:0:0:0::/64' },
  { name: 'the loopback address', address: '::1', key: '0:0:0:0::/64' },
  { name: 'one with an IPv4 end', address: '64:ff9b::192.0.2.1', key: '64:ff9b:0:0::/64' },
  { name: 'no address', address: 'unknown', key: undefined },
  { name: 'nothing', address: '', key: undefined },
  { name: 'an address out of range', address: '256.0.0.1', key: undefined },
])('counts $name by $key', ({ address, key }) => {
  expect(clientKey(address)).toBe(key)
})

test.each([
  '10.0.0.1',
  '127.0.0.1',
  '192.168.1.1',
  '172.16.0.1',
  '172.31.255.1',
  '169.254.1.1',
  '::1',
  'fd00::1',
  'fe80::1',
  '::ffff:10.0.0.1',
])('takes %s for private', (address) => {
  expect(isPrivateAddress(address)).toBe(true)
})

test.each(['192.0.2.1', '172.32.0.1', '11.0.0.1', '2001:db8::1', 'unknown'])(
  'takes %s for public',
  (address) => {
    expect(isPrivateAddress(address)).toBe(false)
  },
)
