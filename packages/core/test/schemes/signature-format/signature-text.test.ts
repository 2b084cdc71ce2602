import type { SignatureFormat } from '@postern/core'
import { acme, junk, macOf, send } from '../acme.js'

const list: SignatureFormat = { list: ',' }
const pairs: SignatureFormat = { pairs: ',', signature: 'v1' }

const verdict = (format: SignatureFormat, items: string[]) =>
  send(acme({ signature: { header: 'x-signature', format, encoding: 'hex' } }), {
    headers: { 'x-signature': items.join(',') },
  })

test('looks at 16 signatures, and refuses 17', async () => {
  const mac = macOf('{}')
  const others = (count: number) => new Array<string>(count).fill(junk)
  expect(await verdict(list, [...others(15), mac])).toBe('admitted')
  expect(await verdict(list, [...others(16), mac])).toBe('header_malformed')
  expect(await verdict(list, [mac, ...others(16)])).toBe('header_malformed')
})

test('reads 32 items, and refuses 33', async () => {
  const signed = `v1=${macOf('{}')}`
  const others = (count: number) => Array.from({ length: count }, (_, index) => `k${String(index)}=x`)
  expect(await verdict(pairs, [...others(31), signed])).toBe('admitted')
  expect(await verdict(pairs, [...others(32), signed])).toBe('header_malformed')
  expect(await verdict(pairs, [signed, ...others(32)])).toBe('header_malformed')
})

test('passes over signatures that no key could have made', async () => {
  expect(await verdict(list, ['', 'short', 'g'.repeat(64), `${junk}a`, macOf('{}')])).toBe('admitted')
  expect(await verdict(list, ['', 'short', 'g'.repeat(64)])).toBe('signature_malformed')
  expect(await verdict(list, [junk, junk])).toBe('signature_mismatch')
})

test('takes white space around an item for none of it', async () => {
  expect(await verdict(list, [` ${junk} `, `\t${macOf('{}')} `])).toBe('admitted')
})
