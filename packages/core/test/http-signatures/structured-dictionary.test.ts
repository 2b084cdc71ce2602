import { parseStrictDictionary } from '../../src/http-signatures/structured-dictionary.js'

test.each([
  'a=1, b=2',
  'a;x=1;y=2, b=("c" "d";z);x',
  'a="1,2;3", b=("c,d;e");x="\\";x=\\""',
  'a=:AAAA:, b=?0, c=1.5, d=e/f',
])('reads %s', (text) => {
  expect([...parseStrictDictionary(text).keys()]).toEqual(
    text.match(/(?:^|, )\w/g)?.map((start) => start.at(-1)),
  )
})

test.each([
  { name: 'a member twice', text: 'a=1, a=2' },
  { name: 'a member twice, the second without a value', text: 'a=:AAAA:, b, a' },
  { name: 'a parameter twice', text: 'a;x=1;x=2' },
  { name: 'a parameter of a list twice', text: 'a=("b");x;x' },
  { name: 'a parameter of an item in a list twice', text: 'a=("b";x;x)' },
  // A backslash escapes nothing in a display string: with an eye on strings alone, two parameters would be hidden.
  { name: 'parameters twice behind a display string', text: 'a=1;x=%"\\";b=1;y="";b=2;y=1' },
  { name: 'a display string', text: 'a=%"b"' },
  { name: 'base64 with loose bits', text: 'a=:AB==:' },
  { name: 'base64 without its padding', text: 'a=:AA:' },
])('refuses $name', ({ text }) => {
  expect(() => parseStrictDictionary(text)).toThrow(expect.objectContaining({ reason: 'header_malformed' }))
})
