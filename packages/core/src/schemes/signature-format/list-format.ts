import { type SignatureText, splitItems } from './signature-text.js'

interface ListFormat {
  readonly list: string
  readonly label?: string | readonly string[]
  readonly labelSeparator?: string
  readonly startsWithTimestamp?: boolean
}

/** Signatures in a row, each behind a label or by itself; the timestamp may come first. */
export function listFormat({
  list,
  label = '',
  labelSeparator = '',
  startsWithTimestamp = false,
}: ListFormat): SignatureText {
  const known = [label].flat()
  const [onlyLabel = ''] = known
  const starts = known.map((label) => [label, label + labelSeparator] as const)
  return {
    label: onlyLabel,
    carriesTimestamp: startsWithTimestamp,
    read(value) {
      const signatures: string[] = []
      const labels: string[] = []
      const items = splitItems(value, list)
      const timestamp = startsWithTimestamp ? items.shift() : undefined
      for (const item of items) {
        for (const [label, start] of starts) {
          if (!item.startsWith(start)) continue
          signatures.push(item.slice(start.length))
          labels.push(label)
        }
      }
      return { signatures, labels: known.length > 1 ? labels : undefined, timestamp }
    },
    write(signatures, timestamp) {
      const items = signatures.map(({ label, signature }) => label + labelSeparator + signature)
      return (startsWithTimestamp ? [timestamp, ...items] : items).join(list)
    },
  }
}
