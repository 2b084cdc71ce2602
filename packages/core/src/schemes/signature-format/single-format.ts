import { SignatureError } from '../../errors.js'
import { type SignatureText, splitItems } from './signature-text.js'

/** One signature, behind a prefix or by itself; or several behind the one prefix. */
export function singleFormat(
  prefix: string,
  { isOptional = false, list }: { readonly isOptional?: boolean; readonly list?: string } = {},
): SignatureText {
  return {
    label: '',
    carriesTimestamp: false,
    read(value) {
      const hasPrefix = value.startsWith(prefix)
      if (!hasPrefix && !isOptional) throw new SignatureError('signature_malformed')
      const rest = hasPrefix ? value.slice(prefix.length) : value
      return { signatures: list === undefined ? [rest] : splitItems(rest, list) }
    },
    write([first, ...others]) {
      const further = list === undefined ? [] : others.map(({ signature }) => signature)
      return prefix + [first?.signature ?? '', ...further].join(list)
    },
  }
}
