import { newToken } from '../src/token.js'

test('makes tokens of 12 hexadecimal digits, each one its own', () => {
  const tokens = Array.from({ length: 50_000 }, newToken)
  expect(tokens.every((token) => /^[0-9a-f]{12}$/.test(token))).toBe(true)
  // Of so many, two are alike once in 200 000 runs.
  expect(new Set(tokens).size).toBe(50_000)
})
