import { SignatureError } from '../errors.js'
import type { TemplatePart } from './template-part.js'

/**
 * Refuses an id that runs into something else: the same bytes could be cut elsewhere, and still verify. A timestamp has
 * a form of its own.
 * @param after - what stands behind the body, where there is one
 * @throws TypeError
 */
export function checkId(
  before: readonly TemplatePart[],
  after: readonly TemplatePart[] | undefined,
  source: string,
): void {
  const parts = after === undefined ? before : [...before, body, ...after]
  const at = parts.findIndex(isId)
  if (at === -1) return
  const next = parts[at + 1]
  if (next !== undefined && 'name' in next && next.name !== 'timestamp')
    throw new TypeError(
      `'${source}' has {${next.text}} directly behind {id}: where the one ends is anyone's guess.`,
    )
  if (parts[at - 1] === body)
    throw new TypeError(`'${source}' has {id} directly behind {body}: where the one ends is anyone's guess.`)
}

const body: TemplatePart = { name: 'body', text: 'body', read: () => '' }

function isId(part: TemplatePart): boolean {
  return 'name' in part && part.name === 'id'
}

/** Gives the literal that follows the id, which an id must not contain; empty where nothing does. */
export function idDelimiterOf(parts: readonly TemplatePart[]): string {
  // Values of headers that are joined with it.
  if (parts.some((part) => 'name' in part && part.name === 'headersNamedBy')) return '.'
  const next = parts[parts.findIndex(isId) + 1]
  return parts.some(isId) && next !== undefined && 'literal' in next ? next.literal : ''
}

/** Tells whether what stands behind a value could begin within it: also when both end and begin alike. */
export function runsInto(value: string, literal: string): boolean {
  if (literal.length === 1) return value.includes(literal)
  return (value + literal).indexOf(literal) < value.length
}

// Of the path and the target a sender chooses less, and two of them never stand side by side.
const free = ['header', 'query', 'signature']
const chosenBySender = [...free, 'path', 'target']

/**
 * Has values that the sender chooses refused where they run into what follows them.
 * @throws TypeError where nothing stands between two of them
 */
export function bounded(parts: readonly TemplatePart[], source: string): readonly TemplatePart[] {
  return parts.map((part, index) => {
    const next = parts[index + 1]
    if (!('name' in part) || next === undefined || !chosenBySender.includes(part.name)) return part
    if ('name' in next) {
      if (free.includes(part.name) && (next.name === 'optional' || free.includes(next.name)))
        throw new TypeError(`'${source}' has nothing between {${part.text}} and ${next.text}.`)
      return part
    }
    return {
      ...part,
      read: (values) => {
        const value = part.read(values)
        if (runsInto(value, next.literal)) throw new SignatureError('header_malformed')
        return value
      },
    }
  })
}
