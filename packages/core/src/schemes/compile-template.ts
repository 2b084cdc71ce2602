import { bounded, checkId, idDelimiterOf } from './template-boundaries.js'
import {
  bodyPlaceholders,
  compilePart,
  knownPlaceholders,
  type SignedValues,
  type TemplatePart,
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

/**
 * Compiles a template such as `{id}.{timestamp}.{body}`. What stands in square brackets is left out where the value in
 * it is empty.
 * @throws TypeError for an unknown placeholder, for `{body}` twice, and for `{secret}` within
 */
export function compileTemplate(source: string): Template {
  const pieces = source.split(/(\{[^{}]*\}|\[[^[\]]*\])/).filter((piece) => piece !== '')
  const names = new Set<string>()
  const before: TemplatePart[] = []
  const after: TemplatePart[] = []
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
  checkId(before, names.has('body') ? after : undefined, source)
  return {
    names,
    isOfHead: [...names].every((name) => ['id', 'timestamp', 'body'].includes(name)),
    params: [...source.matchAll(/\{param:([^{}]*)\}/g)].map(([, name = '']) => name),
    idDelimiter: idDelimiterOf([...before, ...after]),
    isTimestampOpen: /\{timestamp\}[{[]/.test(source),
    hasBody: names.has('body'),
    coversBody: [...names].some((name) => bodyPlaceholders.has(name)),
    secretAt,
    prefix: joiner(bounded(before, source)),
    suffix: joiner(bounded(after, source)),
  }
}

function compilePiece(piece: string, source: string, names: Set<string>): TemplatePart {
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

function joiner(parts: readonly TemplatePart[]): (values: SignedValues) => string {
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
