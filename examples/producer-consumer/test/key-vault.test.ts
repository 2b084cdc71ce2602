import { randomBytes } from 'node:crypto'
import { keyVault } from '../secure/key-vault.js'

const secret = randomBytes(32)

test('opens what it sealed, which shows nothing of the key', () => {
  const vault = keyVault(secret, 'STORAGE_KEY')
  const sealed = vault.seal('a key of some length', 'row 1')
  expect(sealed).not.toContain('a key')
  expect(sealed).not.toContain(Buffer.from('a key of some length').toString('base64').slice(0, 12))
  expect(vault.open(sealed, 'row 1')).toBe('a key of some length')
  expect(vault.seal('a key of some length', 'row 1')).not.toBe(sealed)
})

test('opens nothing that was moved to another row, changed, or sealed under another secret', () => {
  const vault = keyVault(secret, 'STORAGE_KEY')
  const sealed = vault.seal('a key of some length', 'row 1')
  const changed = sealed.replace(
    /"encrypted":"(.)/,
    (_, first) => `"encrypted":"${first === 'A' ? 'B' : 'A'}`,
  )
  const message = /^A stored key does not open\. Set STORAGE_KEY/
  expect(() => vault.open(sealed, 'row 2')).toThrow(message)
  expect(() => vault.open(changed, 'row 1')).toThrow(message)
  expect(() => vault.open('{}', 'row 1')).toThrow(message)
  expect(() => keyVault(randomBytes(32), 'STORAGE_KEY').open(sealed, 'row 1')).toThrow(message)
})
