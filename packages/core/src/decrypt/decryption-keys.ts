import { SecretsUnavailableError } from '../errors.js'
import type { Key } from '../keys/key-ring.js'
import { type ByRequest, keysByRequest } from '../keys/keys-by-request.js'
import type { RequestHead } from '../request.js'

/** Prepares a source of keys to decrypt with. What fails in it is no fault of the sender's, who is to try again. */
export function decryptionKeys<Known>(
  source: ByRequest<Known>,
  importAll: (known: Known) => readonly Key[],
): (head: RequestHead) => Promise<readonly Key[]> {
  const find = keysByRequest(source, importAll)
  return async function findKeys(head) {
    try {
      return await find(head)
    } catch (error) {
      throw new SecretsUnavailableError(error)
    }
  }
}
