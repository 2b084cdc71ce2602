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

test('verifies deliveries with the key that was replaced for half a minute more, until it is forgotten', () => {
  const [one, two, three] = [randomText(), randomText(), randomText()]
  expect(signingKey.forDeliveries()).toEqual([])
  signingKey.takeFirst(one)
  expect(signingKey.forDeliveries()).toEqual([{ secret: one }])
  const before = Date.now()
  signingKey.replace(current(), two)
  const [, last] = signingKey.forDeliveries()
  expect(last).toEqual({ secret: one, notAfter: expect.any(Number) as number })
  expect(Number(last?.notAfter) - before).toBeGreaterThanOrEqual(30_000)
  expect(Number(last?.notAfter) - Date.now()).toBeLessThanOrEqual(30_000)
  signingKey.replace(current(), three)
  expect(signingKey.forDeliveries().map(({ secret }) => secret)).toEqual([three, two])
  signingKey.forget(current())
  signingKey.takeFirst(one)
  expect(signingKey.forDeliveries()).toEqual([{ secret: one }])
})
