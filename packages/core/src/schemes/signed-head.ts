import { SignatureError } from '../errors.js'
import { runsInto } from './template-boundaries.js'

/** What a request says of its signature. Nothing in it is verified yet, unless its scheme says so. */
export interface SignedHead {
  /** The event id, when the scheme carries it in a header. */
  readonly id: string | undefined
  /** The timestamp as sent: what is signed is this text. */
  readonly timestamp: string | undefined
  /** The instant of the timestamp, in epoch ms. */
  readonly sentAt: number | undefined
  /** The signatures that could match, each in the spelling that it is compared in. */
  readonly candidates: readonly string[]
  /** The label of each, where the header has several kinds of them. */
  readonly labels?: readonly string[] | undefined
  /** The id of the key of each, where the scheme names it. */
  readonly keyIds?: readonly string[] | undefined
  /** The timestamp of each, where they can differ. `sentAt` is that of the oldest. */
  readonly timestamps?: readonly string[] | undefined
  /** What else stood in the text of the signature. */
  readonly pairs?: ReadonlyMap<string, string> | undefined
  /** The id of the key of all of them, where a header names it. */
  readonly keyId?: string | undefined
}

/** Text that stands for itself byte by byte: no white space or control characters, and nothing that a conversion to bytes would fold. */
const isHeaderText = /^[\x21-\x7e\x80-\xff]+$/

/**
 * Checks an event id that came in a header.
 * @param delimiter - what follows the id in the signed content: an id that contains it could be cut elsewhere and still verify
 */
export function checkHeaderId(id: string, delimiter: string): string {
  if (!isHeaderText.test(id) || (delimiter !== '' && runsInto(id, delimiter)))
    throw new SignatureError('id_malformed')
  return id
}
