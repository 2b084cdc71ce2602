import { SignatureError } from '../../errors.js'
import { type SignatureText, splitItems } from './signature-text.js'

/** Signatures in a row, each behind the id of its key. */
export function keyedFormat(separator: string, labelSeparator: string): SignatureText {
  return {
    label: '',
    carriesTimestamp: false,
    read(value) {
      const items = splitItems(value, separator).map((item) => {
        const at = item.indexOf(labelSeparator)
        if (at < 1) throw new SignatureError('header_malformed')
        return [item.slice(0, at), item.slice(at + labelSeparator.length)] as const
      })
      return {
        signatures: items.map(([, signature]) => signature),
        keyIds: items.map(([keyId]) => keyId),
      }
    },
    write: (signatures) =>
      signatures.map(({ keyId, signature }) => keyId + labelSeparator + signature).join(separator),
  }
}
