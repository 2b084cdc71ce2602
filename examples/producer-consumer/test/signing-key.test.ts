import { randomBytes } from 'node:crypto'
import { type Database, openDatabase } from '../database.js'
import { randomText } from '../secure/handshake.js'
import { keyVault } from '../secure/key-vault.js'
import { type CurrentKey, SigningKey, signingKeyTables } from '../secure/signing-key.js'

let database: Database
let signingKey: SigningKey

beforeEach(() => {
  database = openDatabase(':memory:', signingKeyTables)
  signingKey = new SigningKey(database, keyVault(randomBytes(32), 'STORAGE_KEY'))
})

afterEach(() => {
  database.close()
})

function current(): CurrentKey {
  const found = signingKey.current()
  if (found === undefined) throw new Error('There is no key.')
  return found
}

test('takes a first key, the same once more, and no other', () => {
  const [one, other] = [randomText(), randomText()]
  expect(signingKey.takeFirst(one)).toBe(true)
  expect(signingKey.takeFirst(one)).toBe(true)
  expect(signingKey.takeFirst(other)).toBe(false)
  expect(current().key).toBe(one)
})

test('replaces and forgets the key that was looked at, and not one that came meanwhile', () => {
  const [one, two, three] = [randomText(), randomText(), randomText()]
  signingKey.takeFirst(one)
  const seen = current()
  expect(signingKey.replace(seen, two)).toBe(true)
  expect(signingKey.replace(seen, three)).toBe(false)
  expect(signingKey.forget(seen)).toBe(false)
  expect(current().key).toBe(two)
  expect(signingKey.forget(current())).toBe(true)
  signingKey.takeFirst(one)
  expect(signingKey.replace(seen, three)).toBe(false)
})
