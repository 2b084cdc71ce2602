import { types } from 'node:util'
import { isSuccess } from './settle-by-response.js'

/**
 * Makes of what a function of the user's threw an error that every framework answers as a failure. For `undefined`
 * and `'route'` Express goes on to the next route; for `undefined` Koa does not answer, and with an error's own
 * status it answers also when that is 200, so that the sender would not come again.
 */
export function asFailure(thrown: unknown): Error {
  if ((thrown instanceof Error || types.isNativeError(thrown)) && !hasSuccessStatus(thrown)) return thrown
  return new Error('The webhook could not be processed.', { cause: thrown })
}

function hasSuccessStatus(error: { status?: unknown; statusCode?: unknown } & object): boolean {
  return [error.status, error.statusCode].some((code) => typeof code === 'number' && isSuccess(code))
}
