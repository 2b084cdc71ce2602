import { SignatureError } from '../../errors.js'

/** What stood in the text of a signature. The lists beside `signatures` say more of each of them. */
export interface SignatureContent {
  readonly signatures: readonly string[]
  /** The label of each, where the format has several kinds of them. */
  readonly labels?: readonly string[] | undefined
  /** The id of the key of each, where the format names it. */
  readonly keyIds?: readonly string[] | undefined
  readonly timestamp?: string | undefined
  /** The timestamp of each, where they can differ. */
  readonly timestamps?: readonly string[] | undefined
  /** What else stood there, by its key. */
  readonly pairs?: ReadonlyMap<string, string> | undefined
}

/** A signature to write: `label` is the version that it goes under (`v1`), where the format has one. */
export interface LabelledSignature {
  readonly label: string
  readonly keyId: string
  readonly signature: string
}

/** Reads and writes one layout of signatures. */
export interface SignatureText {
  /** The label of a signature whose scheme does not number its own. */
  readonly label: string
  readonly carriesTimestamp: boolean
  /** @throws SignatureError for a text of another layout */
  read(value: string): SignatureContent
  write(signatures: readonly LabelledSignature[], timestamp: string): string
}

/** More than any sender has active at once; what a flooder adds beyond costs nothing. */
const maximumSignatures = 16
const maximumItems = 32

/** Refuses what no sender sends, before any of it costs work. */
export function checkCandidates(signatures: readonly string[]): void {
  if (signatures.length === 0) throw new SignatureError('signature_unsupported')
  if (signatures.length > maximumSignatures) throw new SignatureError('header_malformed')
}

/** Splits a text into its items, without the white space around each. */
export function splitItems(value: string, separator: string): string[] {
  if (!value.includes(separator)) return [value]
  const items = value.split(separator, maximumItems + 1)
  if (items.length > maximumItems) throw new SignatureError('header_malformed')
  return items.map((item) => item.trim())
}
