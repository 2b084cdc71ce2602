import type { SignatureText } from './signature-text.js'
import { keyedFormat } from './keyed-format.js'
import { listFormat } from './list-format.js'
import { pairsFormat } from './pairs-format.js'
import { singleFormat } from './single-format.js'

/**
 * How signatures stand in their text:
 * - `'raw'`: the text is one signature.
 * - `prefix`: one signature behind a fixed text (`sha256=`), which some senders leave out (`isOptional`); with `list`,
 *   several behind the one prefix (`v0=...,...`).
 * - `pairs`: `key=value` pairs with this separator (`t=1700000000,v1=...`). `signature` is the key of a signature;
 *   `{n}` in it stands for a number (`v{n}`: `v1`, `v2`, ...). `timestamp` is the key of the timestamp. `groups`
 *   separates groups of pairs, each with a timestamp of its own.
 * - `list`: signatures with this separator, each behind its label and `labelSeparator` (`v1,... v1,...`), or by
 *   themselves. Of several labels each is that of keys of its own.
 * - `positional`: the timestamp, and signatures behind it, with this separator (`1700000000,...,...`).
 * - `keyed`: signatures with this separator, each behind the id of its key (`key1|...&key2|...`).
 */
export type SignatureFormat =
  | 'raw'
  | { readonly prefix: string; readonly isOptional?: boolean; readonly list?: string }
  | {
      readonly pairs: string
      readonly signature: string
      readonly timestamp?: string
      readonly groups?: string
    }
  | { readonly list: string; readonly label?: string | readonly string[]; readonly labelSeparator?: string }
  | { readonly positional: string }
  | { readonly keyed: string; readonly labelSeparator: string }

/**
 * Compiles a format.
 * @param keepsPairs - whether other pairs than signatures and timestamp are wanted
 */
export function compileFormat(format: SignatureFormat, keepsPairs: boolean): SignatureText {
  if (format === 'raw') return singleFormat('')
  if ('prefix' in format) return singleFormat(format.prefix, format)
  if ('pairs' in format) return pairsFormat(format, keepsPairs)
  if ('positional' in format) return listFormat({ list: format.positional, startsWithTimestamp: true })
  if ('keyed' in format) return keyedFormat(format.keyed, format.labelSeparator)
  return listFormat(format)
}
