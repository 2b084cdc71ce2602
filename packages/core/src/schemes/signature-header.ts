import { SignatureError } from '../errors.js'

/**
 * How signatures stand in their header:
 * - `'raw'`: the value is one signature.
 * - `prefix`: one signature behind a fixed text (`sha256=`).
 * - `pairs`: `key=value` pairs with this separator (`t=1700000000,v1=...`). `signature` is the key of a signature;
 *   `{n}` in it stands for a number (`v{n}`: `v1`, `v2`, ...). `timestamp` is the key of the timestamp.
 * - `list`: signatures with this separator, each behind its label and `labelSeparator` (`v1,... v1,...`). Of several
 *   labels each is that of keys of its own.
 */
export type SignatureFormat =
  | 'raw'
  | { readonly prefix: string }
  | { readonly pairs: string; readonly signature: string; readonly timestamp?: string }
  | { readonly list: string; readonly label: string | readonly string[]; readonly labelSeparator: string }

/** What stood in a signature header. */
export interface HeaderContent {
  readonly signatures: readonly string[]
  /** The label of each, where the format has several kinds of them. */
  readonly labels?: readonly string[] | undefined
  readonly timestamp?: string | undefined
}

/** A signature to write: `label` is the version that it goes under (`v1`), where the format has one. */
export interface LabelledSignature {
  readonly label: string
  readonly signature: string
}

/** Reads and writes one layout of signature headers. */
export interface SignatureHeader {
  /** The label of a signature whose scheme does not number its own. */
  readonly label: string
  readonly carriesTimestamp: boolean
  read(value: string): HeaderContent
  write(signatures: readonly LabelledSignature[], timestamp: string): string
}

/** More than any sender has active at once; what a flooder adds beyond costs nothing. */
const maximumSignatures = 16
const maximumItems = 32

/** Compiles a header format. */
export function compileSignatureHeader(format: SignatureFormat): SignatureHeader {
  if (format === 'raw') return single('')
  if ('prefix' in format) return single(format.prefix)
  return 'pairs' in format
    ? pairs(format.pairs, format.signature, format.timestamp)
    : list(format.list, [format.label].flat(), format.labelSeparator)
}

function single(prefix: string): SignatureHeader {
  return {
    label: '',
    carriesTimestamp: false,
    read(value) {
      if (!value.startsWith(prefix)) throw new SignatureError('signature_malformed')
      return { signatures: [value.slice(prefix.length)] }
    },
    write: ([first]) => prefix + (first?.signature ?? ''),
  }
}

function pairs(separator: string, signatureKey: string, timestampKey: string | undefined): SignatureHeader {
  const isSignatureKey = keyMatcher(signatureKey)
  return {
    label: signatureKey.replace('{n}', '1'),
    carriesTimestamp: timestampKey !== undefined,
    read(value) {
      const signatures: string[] = []
      let timestamp: string | undefined
      const items = split(value, separator)
      for (const item of items) {
        const equals = item.indexOf('=')
        if (equals < 1 && items.length > 1) throw new SignatureError('header_malformed')
        const key = item.slice(0, Math.max(equals, 0))
        if (isSignatureKey(key)) signatures.push(item.slice(equals + 1))
        else if (key === timestampKey) {
          if (timestamp !== undefined) throw new SignatureError('header_malformed')
          timestamp = item.slice(equals + 1)
        } else if (items.length === 1 && timestampKey !== undefined && isBare(item)) {
          throw new SignatureError('timestamp_required')
        }
      }
      return { signatures, timestamp }
    },
    write(signatures, timestamp) {
      const items = signatures.map(({ label, signature }) => `${label}=${signature}`)
      if (timestampKey !== undefined) items.unshift(`${timestampKey}=${timestamp}`)
      return items.join(separator)
    },
  }
}

function list(separator: string, known: readonly string[], labelSeparator: string): SignatureHeader {
  const [onlyLabel = ''] = known
  const starts = known.map((label) => [label, label + labelSeparator] as const)
  return {
    label: onlyLabel,
    carriesTimestamp: false,
    read(value) {
      const signatures: string[] = []
      const labels: string[] = []
      for (const item of split(value, separator)) {
        for (const [label, start] of starts) {
          if (!item.startsWith(start)) continue
          signatures.push(item.slice(start.length))
          labels.push(label)
        }
      }
      return { signatures, labels: known.length > 1 ? labels : undefined }
    },
    write: (signatures) =>
      signatures.map(({ label, signature }) => label + labelSeparator + signature).join(separator),
  }
}

/** Tells a signature by itself, be it base64 with its padding, from a pair. */
export function isBare(item: string): boolean {
  return /^[^=]*=*$/.test(item)
}

/** Refuses what no sender sends, before any of it costs work. */
export function checkCandidates(signatures: readonly string[]): void {
  if (signatures.length === 0) throw new SignatureError('signature_unsupported')
  if (signatures.length > maximumSignatures) throw new SignatureError('header_malformed')
}

function split(value: string, separator: string): string[] {
  if (!value.includes(separator)) return [value]
  const items = value.split(separator, maximumItems + 1)
  if (items.length > maximumItems) throw new SignatureError('header_malformed')
  return items.map((item) => item.trim())
}

function keyMatcher(key: string): (candidate: string) => boolean {
  const [start, end] = key.split('{n}', 2)
  if (start === undefined || end === undefined) return (candidate) => candidate === key
  return (candidate) =>
    candidate.startsWith(start) &&
    candidate.endsWith(end) &&
    /^[0-9]{1,2}$/.test(candidate.slice(start.length, candidate.length - end.length))
}
