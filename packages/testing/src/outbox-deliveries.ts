import type { DueDeliveries, OutboxDelivery } from '@postern/sender'

/** When the suite begins, in epoch ms. */
export const startAt = 1_700_000_000_000

/** Makes a delivery, with the id as its key. */
export function deliveryOf(parts: Partial<OutboxDelivery> = {}): OutboxDelivery {
  const host = parts.host ?? 'a.example'
  return {
    key: parts.id ?? 'msg_1',
    id: 'msg_1',
    endpoint: 'ep_1',
    type: 'invoice.paid',
    url: `https://${host}/hooks?tenant=1`,
    host,
    body: Buffer.from('{"amount":1200}'),
    headers: { 'content-type': 'application/json', 'user-agent': 'Postern/1' },
    pins: [`sha256/${'A'.repeat(43)}=`, `sha256/${'B'.repeat(43)}=`],
    enqueuedAt: startAt,
    attempts: 0,
    ...parts,
  }
}

/** All of a delivery, comparable: whether an undefined field is there, and which class its bytes have, is no matter. */
export function valueOf({ body, ...rest }: OutboxDelivery): object {
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(fields), body: Buffer.from(body).toString('hex') }
}

/** All of what an outbox gave, comparable. */
export function valuesOf({ deliveries }: DueDeliveries): object[] {
  return deliveries.map(valueOf)
}

/** The ids of what an outbox gave, in order. */
export function idsOf({ deliveries }: DueDeliveries): string[] {
  return deliveries.map(({ id }) => id)
}

/** What an outbox may keep otherwise than it was put. */
export const oddDeliveries: { what: string; parts: Partial<OutboxDelivery> }[] = [
  { what: 'every byte there is', parts: { body: Uint8Array.from({ length: 256 }, (_, index) => index) } },
  { what: 'no bytes', parts: { body: new Uint8Array(0) } },
  {
    what: 'bytes that are no UTF-8',
    parts: { body: Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0xc3, 0, 0x0a) },
  },
  { what: 'a view into larger bytes', parts: { body: new Uint8Array(100).fill(7).subarray(3, 9) } },
  { what: 'a large body', parts: { body: new Uint8Array(1_000_000).fill(0xa5) } },
  {
    what: 'neither type nor endpoint nor pins',
    parts: { type: undefined, endpoint: undefined, pins: undefined },
  },
  { what: 'no headers', parts: { headers: {} } },
  { what: 'a header that is empty', parts: { headers: { 'x-empty': '', 'x-name': '__proto__' } } },
  {
    what: 'text beyond ASCII',
    parts: { key: 'é \u{1f600} "\'%_\\', id: 'é \u{1f600}', type: '\u{1f600}' },
  },
  {
    what: 'a key of a thousand characters',
    parts: { key: `msg_1 https://a.example/${'x'.repeat(1000)}` },
  },
  {
    what: 'a host with a port',
    parts: { host: '[2001:db8::1]:8443', url: 'https://[2001:db8::1]:8443/' },
  },
  { what: 'attempts of before', parts: { attempts: 7 } },
]

/** Keys that an outbox may take for one. */
export const similarKeys = [
  { what: 'letters of another case', one: 'msg_a', other: 'MSG_A' },
  { what: 'white space at the end', one: 'msg_a', other: 'msg_a ' },
  { what: 'names of properties', one: '__proto__', other: 'constructor' },
  { what: 'what is a pattern elsewhere', one: 'msg_1', other: 'msg%1' },
  { what: 'the last of a thousand characters', one: `${'x'.repeat(999)}a`, other: `${'x'.repeat(999)}b` },
]
