import { equalInConstantTime } from '../../src/crypto/constant-time.js'

test.each([
  { name: 'equal texts', expected: 'abcd', candidate: 'abcd', equal: true },
  { name: 'a different end', expected: 'abcd', candidate: 'abce', equal: false },
  { name: 'a different start', expected: 'abcd', candidate: 'xbcd', equal: false },
  { name: 'the start of what was compared before', expected: 'abcd', candidate: 'ab', equal: false },
  { name: 'a longer text', expected: 'abcd', candidate: 'abcdabcd', equal: false },
  { name: 'nothing', expected: 'abcd', candidate: '', equal: false },
])('compares $name', ({ expected, candidate, equal }) => {
  equalInConstantTime(expected, expected)
  expect(equalInConstantTime(expected, candidate)).toBe(equal)
})
