import { SignatureError } from '../errors.js'
import {
  bodyPlaceholders,
  compilePart,
  knownPlaceholders,
  type PartReader,
  type SignedValues,
} from './template-part.js'

/** What is signed: the text before the body, the body, the text after it. */
export interface Template {
  readonly names: ReadonlySet<string>
  /** Whether all its values stand in the head as it is read. */
  readonly isOfHead: boolean
  /** The options of the scheme that it names. */
  readonly params: readonly string[]
  /** The literal that follows `{id}`, which an id must not contain; empty where nothing does. */
  readonly idDelimiter: string
  /** Whether the timestamp runs into what follows it, so that it must say by itself where it ends. */
  readonly isTimestampOpen: boolean
  /** Whether the bytes of the body are signed as they are. */
  readonly hasBody: boolean
  /** Whether nothing in the body can be changed without being noticed. */
  readonly coversBody: boolean
  /** Where the secret itself stands in what is hashed. */
  readonly secretAt: 'start' | 'end' | undefined
  readonly prefix: (values: SignedValues) => string
  readonly suffix: (values: SignedValues) => string
}

type Part =
  { readonly literal: string } | { readonly name: string; readonly text: string; readonly read: PartReader }

/**
 * Compiles a template such as `{id}.{timestamp}.{body}`. What stands in square brackets is left out where the value in
 * it is empty.
 * @throws TypeError for an unknown placeholder, for `{body}` twice, and for `{secret}` within
 */
export function compileTemplate(source: string): Template {
  const pieces = source.split(/(\{[^{}]*\}|\[[^[\]]*\])/).filter((piece) => piece !== '')
  const names = new Set<string>()
  const before: Part[] = []
  const after: Part[] = []
  let parts = before
  let secretAt: Template['secretAt']
  for (const [index, piece] of pieces.entries()) {
    if (piece === '{body}') {
      if (parts === after) throw new TypeError(`'${source}' has {body} twice.`)
      names.add('body')
      parts = after
    } else if (piece === '{secret}') {
      if (secretAt !== undefined || (index > 0 && index < pieces.length - 1))
        throw new TypeError(`'${source}' has {secret} elsewhere than at its start or its end.`)
      names.add('secret')
      secretAt = index === 0 ? 'start' : 'end'
    } else parts.push(compilePiece(piece, source, names))
  }
  checkBehindId([...before, ...(after.length > 0 || names.has('body') ? [body] : []), ...after], source)
  return {
    names,
    isOfHead: [...names].every((name) => ['id', 'timestamp', 'body'].includes(name)),
    params: [...source.matchAll(/\{param:([^{}]*)\}/g)].map(([, name = '']) => name),
    idDelimiter: literalBehindId([...before, ...after]),
    isTimestampOpen: /\{timestamp\}[{[]/.test(source),
    hasBody: names.has('body'),
    coversBody: [...names].some((name) => bodyPlaceholders.has(name)),
    secretAt,
    prefix: joiner(bounded(before, source)),
    suffix: joiner(bounded(after, source)),
  }
}

function compilePiece(piece: string, source: string, names: Set<string>): Part {
  if (piece.startsWith('[')) {
    const inner = compileTemplate(piece.slice(1, -1))
    const [text = ''] = /\{[^{}]*\}/.exec(piece) ?? []
    const read = compilePart(text.slice(1, -1))
    if (read === undefined || inner.hasBody || inner.names.has('id') || inner.names.has('timestamp'))
      throw new TypeError(`'${source}' has ${piece}, which has no value that can be missing.`)
    for (const name of inner.names) names.add(name)
    return {
      name: 'optional',
      text: piece,
      read: (values) => (read(values) === '' ? '' : inner.prefix(values)),
    }
  }
  if (!/[{}]/.test(piece)) return { literal: piece }
  const text = piece.slice(1, -1)
  const read = /^\{.*\}$/.test(piece) ? compilePart(text) : undefined
  if (read === undefined) {
    const known = knownPlaceholders.map((name) => `{${name}}`).join(', ')
    throw new TypeError(`'${source}' has ${piece}; known are ${known}.`)
  }
  const [name = ''] = text.split(':', 1)
  names.add(name)
  return { name, text, read }
}

const body: Part = { name: 'body', text: 'body', read: () => '' }

/** An id that runs into something else could be cut elsewhere and still verify. A timestamp has a form of its own. */
function checkBehindId(parts: readonly Part[], source: string): void {
  const next = parts[parts.findIndex((part) => 'name' in part && part.name === 'id') + 1]
  const hasId = parts.some((part) => 'name' in part && part.name === 'id')
  if (hasId && next !== undefined && 'name' in next && next.name !== 'timestamp')
    throw new TypeError(
      `'${source}' has {${next.text}} directly behind {id}: where the one ends is anyone's guess.`,
    )
  const at = parts.findIndex((part) => 'name' in part && part.name === 'id')
  if (at > 0 && parts[at - 1] === body)
    throw new TypeError(`'${source}' has {id} directly behind {body}: where the one ends is anyone's guess.`)
}

function literalBehindId(parts: readonly Part[]): string {
  // Values of headers that are joined with it.
  if (parts.some((part) => 'name' in part && part.name === 'headersNamedBy')) return '.'
  const at = parts.findIndex((part) => 'name' in part && part.name === 'id')
  const next = at === -1 ? undefined : parts[at + 1]
  return next !== undefined && 'literal' in next ? next.literal : ''
}

/** Tells whether what stands behind a value could begin within it: also when both end and begin alike. */
export function runsInto(value: string, literal: string): boolean {
  return (value + literal).indexOf(literal) < value.length
}

const chosenBySender = ['header', 'query', 'signature', 'path', 'target']

/** A value that has what follows it in it could end elsewhere, and still verify. */
function bounded(parts: readonly Part[], source: string): readonly Part[] {
  return parts.map((part, index) => {
    const next = parts[index + 1]
    if ('name' in part && next !== undefined && 'name' in next) {
      const isFree = ['header', 'query', 'signature'].includes(part.name)
      if (isFree && (next.name === 'optional' || ['header', 'query', 'signature'].includes(next.name)))
        throw new TypeError(`'${source}' has nothing between {${part.text}} and ${next.text}.`)
    }
    if (!('name' in part) || next === undefined || !('literal' in next)) return part
    if (!chosenBySender.includes(part.name)) return part
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

function joiner(parts: readonly Part[]): (values: SignedValues) => string {
  if (parts.some((part) => 'name' in part && part.name !== 'id' && part.name !== 'timestamp'))
    return (values) => parts.map((part) => ('name' in part ? part.read(values) : part.literal)).join('')
  // Runs for each request: no more is left to decide than which value comes next.
  const names = parts.map((part) => ('name' in part ? (part.name as 'id' | 'timestamp') : undefined))
  const literals = parts.map((part) => ('name' in part ? '' : part.literal))
  return function join(values) {
    let text = ''
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index]
      text += (name === undefined ? literals[index] : values[name]) ?? ''
    }
    return text
  }
}
