import type { JsonToken } from './json-tokens.js'

/** More than these are not tried one by one. */
const mostNumbers = 7

const longerNumbers: readonly (readonly [(text: string) => string, string])[] = [
  [(text) => (text.includes('.') ? text : `${text}.0`), 'with numbers such as 1.0 where 1 stands now'],
  [withTwoDecimals, 'with numbers such as 1.50 where 1.5 stands now'],
]

/** Each number as the sender may have written it: all of them, or some. */
export function* jsonNumberForms(
  tokens: readonly JsonToken[],
): Iterable<readonly [how: string, tokens: readonly JsonToken[]]> {
  const places = tokens.flatMap(({ kind, text }, index) =>
    kind === 'number' && !/[eE]/.test(text) ? [index] : [],
  )
  if (places.length === 0) return
  const subsets = 2 ** Math.min(places.length, mostNumbers)
  const few = Array.from(
    { length: subsets - 1 },
    (_, bits) => new Set(places.filter((_, nth) => nth < mostNumbers && ((bits + 1) & (1 << nth)) !== 0)),
  )
  const single = places.slice(mostNumbers, 64).map((place) => new Set([place]))
  for (const [longer, how] of longerNumbers)
    for (const chosen of [new Set(places), ...few, ...single])
      yield [
        how,
        tokens.map((token, index) => (chosen.has(index) ? { ...token, text: longer(token.text) } : token)),
      ]
}

function withTwoDecimals(text: string): string {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}
