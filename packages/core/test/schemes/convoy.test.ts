import { convoy } from '@postern/core'

const schemes = [{ hash: 'SHA256', encoding: 'hex', secrets: ['a-secret-of-some-length'] }] as const

test.each<{ name: string; options: object; message: RegExp }>([
  // Which would else be the weakest of them.
  { name: 'a mode that there is not', options: { mode: 'advance' }, message: /mode must be one of advanced/ },
  { name: 'an option that there is not', options: { modes: 'simple' }, message: /unknown option modes/ },
  {
    name: 'no secret',
    options: { schemes: [{ ...schemes[0], secrets: [] }] },
    message: /no scheme has a secret/,
  },
  {
    name: 'an empty secret',
    options: { schemes: [{ ...schemes[0], secrets: [''] }] },
    message: /empty or blank/,
  },
])('refuses $name', ({ options, message }) => {
  expect(() => convoy({ schemes, ...options })).toThrow(message)
})
