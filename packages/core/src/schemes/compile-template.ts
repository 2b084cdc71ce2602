/** The values that a template of signed content may name, beside the body. */
export interface SignedValues {
  readonly id: string | undefined
  readonly timestamp: string | undefined
}

/** What is signed: the text before the body, the body, the text after it. */
export interface Template {
  readonly names: ReadonlySet<string>
  /** The literal that follows `{id}`, which an id must not contain; empty where nothing does. */
  readonly idDelimiter: string
  prefix(values: SignedValues): string
  suffix(values: SignedValues): string
}

type Part = { readonly literal: string } | { readonly name: keyof SignedValues }

/**
 * Compiles a template such as `{id}.{timestamp}.{body}`.
 * @throws TypeError for an unknown placeholder, and unless `{body}` stands in it exactly once
 */
export function compileTemplate(source: string): Template {
  const before: Part[] = []
  const after: Part[] = []
  let parts = before
  for (const text of source.split(/(\{[^{}]*\})/)) {
    if (text === '{body}') {
      if (parts === after) throw new TypeError(`'${source}' has {body} twice.`)
      parts = after
    } else if (text === '{id}') parts.push({ name: 'id' })
    else if (text === '{timestamp}') parts.push({ name: 'timestamp' })
    else if (/[{}]/.test(text))
      throw new TypeError(`'${source}' has ${text}; known are {id}, {timestamp} and {body}.`)
    else if (text !== '') parts.push({ literal: text })
  }
  if (parts === before) throw new TypeError(`'${source}' has no {body}: it would leave the payload unsigned.`)
  const all = [...before, ...after]
  return {
    names: new Set(all.flatMap((part) => ('name' in part ? [part.name] : []))),
    idDelimiter: literalBehindId(all),
    prefix: joiner(before),
    suffix: joiner(after),
  }
}

function literalBehindId(parts: readonly Part[]): string {
  const next = parts[parts.findIndex((part) => 'name' in part && part.name === 'id') + 1]
  const follows = parts.some((part) => 'name' in part && part.name === 'id')
  return follows && next !== undefined && 'literal' in next ? next.literal : ''
}

function joiner(parts: readonly Part[]): (values: SignedValues) => string {
  // Runs for each request: no more is left to decide than which value comes next.
  const names = parts.map((part) => ('name' in part ? part.name : undefined))
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
