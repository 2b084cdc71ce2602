import fc from 'fast-check'
import { parse } from 'secure-json-parse'
import { parsePayload } from '../src/parse-payload.js'

const names = ['__proto__', 'constructor', 'prototype', 'proto', 'a', 'é', '🎉']

/** Writes JSON as others may: some letters of it as escapes. */
function written(value: unknown, escapes: readonly boolean[]): string {
  let letter = 0
  return JSON.stringify(value).replace(/[a-z_]/g, (character) => {
    letter += 1
    const code = character.charCodeAt(0).toString(16).padStart(4, '0')
    // Of names and texts only: numbers and literals have no escapes, and there are none here.
    return escapes[letter % escapes.length] === true ? `\\u${code}` : character
  })
}

test('leaves out what secure-json-parse leaves out, and nothing else, however it is written', () => {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...names),
      fc.integer(),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc
        .array(fc.tuple(fc.constantFrom(...names), tie('tree')), { maxLength: 4 })
        // Not an object literal's: these would take __proto__ for a prototype.
        .map((entries) => Object.fromEntries(entries) as unknown),
    ),
  }))
  let leftOut = 0
  fc.assert(
    fc.property(tree, fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }), (value, escapes) => {
      const text = written(value, escapes)
      const expected: unknown = parse(text, undefined, { protoAction: 'remove', constructorAction: 'remove' })
      const payload = parsePayload(Buffer.from(text), 'json')
      expect(payload).toEqual(expected)
      expect(JSON.stringify(payload)).toBe(JSON.stringify(expected))
      if (JSON.stringify(payload) !== JSON.stringify(JSON.parse(text))) leftOut += 1
    }),
    { numRuns: 3000 },
  )
  expect(leftOut).toBeGreaterThan(200)
})

test.each([
  { name: 'of ASCII', text: '{"a":"b"}' },
  { name: 'of other letters', text: '{"a":"Grüße 🎉"}' },
  { name: 'of letters of one byte in Latin-1', text: '{"a":"é"}' },
])('reads text $name as UTF-8', ({ text }) => {
  expect(parsePayload(Buffer.from(text), 'text')).toBe(text)
})
