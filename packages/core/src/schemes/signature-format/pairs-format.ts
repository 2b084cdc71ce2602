import { SignatureError } from '../../errors.js'
import { type SignatureContent, type SignatureText, splitItems } from './signature-text.js'

interface PairsFormat {
  readonly pairs: string
  readonly signature: string
  readonly timestamp?: string
  readonly groups?: string
}

/**
 * `key=value` pairs, of which some are signatures and one is the timestamp.
 * @param keepsOthers - whether other pairs are signed, and so wanted
 */
export function pairsFormat(
  { pairs, signature, timestamp, groups }: PairsFormat,
  keepsOthers: boolean,
): SignatureText {
  const isSignatureKey = keyMatcher(signature)
  const separator = pairs.trim() === '' ? pairs : pairs.trim()

  function readGroup(value: string): SignatureContent {
    const signatures: string[] = []
    const others = keepsOthers ? new Map<string, string>() : undefined
    let time: string | undefined
    const items = splitItems(value, separator)
    for (const item of items) {
      const equals = item.indexOf('=')
      if (equals < 1 && items.length > 1) throw new SignatureError('header_malformed')
      const key = item.slice(0, Math.max(equals, 0))
      if (isSignatureKey(key)) signatures.push(item.slice(equals + 1))
      else if (key === timestamp) {
        if (time !== undefined) throw new SignatureError('header_malformed')
        time = item.slice(equals + 1)
      } else if (items.length === 1 && timestamp !== undefined && isBare(item)) {
        throw new SignatureError('timestamp_required')
      } else if (others?.has(key) === false) others.set(key, item.slice(equals + 1))
    }
    return { signatures, timestamp: time, pairs: others }
  }

  function readGroups(value: string, groupSeparator: string): SignatureContent {
    const read = splitItems(value, groupSeparator).map(readGroup)
    const times = read.map(({ timestamp: time }) => time)
    if (times.includes(undefined)) throw new SignatureError('timestamp_missing')
    const timestamps = read.flatMap(({ signatures }, index) => signatures.map(() => times[index] as string))
    return { signatures: read.flatMap(({ signatures }) => signatures), timestamp: times[0], timestamps }
  }

  return {
    label: signature.replace('{n}', '1'),
    carriesTimestamp: timestamp !== undefined,
    read: (value) => (groups === undefined ? readGroup(value) : readGroups(value, groups)),
    write(signatures, time) {
      const items = signatures.map(({ label, signature }) => `${label}=${signature}`)
      const stamp = timestamp === undefined ? [] : [`${timestamp}=${time}`]
      if (groups !== undefined) return items.map((item) => [...stamp, item].join(pairs)).join(groups)
      return [...stamp, ...items].join(pairs)
    },
  }
}

/** Tells a signature by itself, be it base64 with its padding, from a pair. */
export function isBare(item: string): boolean {
  return /^[^=]*=*$/.test(item)
}

function keyMatcher(key: string): (candidate: string) => boolean {
  const [start, end] = key.split('{n}', 2)
  if (start === undefined || end === undefined) return (candidate) => candidate === key
  return (candidate) =>
    candidate.startsWith(start) &&
    candidate.endsWith(end) &&
    /^[0-9]{1,2}$/.test(candidate.slice(start.length, candidate.length - end.length))
}
