import { randomUUID } from 'node:crypto'
import type { DatedSecret } from '@postern/core'
import type { Database } from '../database.js'
import { isSameKey } from './handshake.js'
import type { KeyVault } from './key-vault.js'

/** The key that the consumer verifies with. */
export interface CurrentKey {
  readonly key: string
  /** Another one each time that a key is taken. */
  readonly version: string
}

export const signingKeyTables = `CREATE TABLE IF NOT EXISTS consumer_key (
  one INTEGER PRIMARY KEY CHECK (one = 1), version TEXT NOT NULL, key TEXT NOT NULL,
  last_key TEXT, replaced_at REAL)`

const owner = 'signing-key'

/** How long what is on its way may take, in ms. */
const inFlightMs = 30_000

/** Keeps the consumer's one key. Each change is one statement, so that of two at once one is refused. */
export class SigningKey {
  constructor(
    private readonly database: Database,
    private readonly vault: KeyVault,
  ) {}

  current(): CurrentKey | undefined {
    const [row] = this.database.rows('SELECT version, key FROM consumer_key')
    if (row === undefined) return undefined
    return { key: this.vault.open(String(row['key']), owner), version: String(row['version']) }
  }

  /** Gives what deliveries are verified with: the key, and for half a minute the one that it replaced. */
  forDeliveries(): DatedSecret[] {
    const current = this.current()
    if (current === undefined) return []
    const [row] = this.database.rows('SELECT last_key, replaced_at FROM consumer_key')
    const last = row?.['last_key']
    if (typeof last !== 'string') return [{ secret: current.key }]
    const notAfter = Number(row?.['replaced_at']) + inFlightMs
    return [{ secret: current.key }, { secret: this.vault.open(last, owner), notAfter }]
  }

  /** Takes the first key. @returns whether the key is now this one */
  takeFirst(key: string): boolean {
    const sql = 'INSERT INTO consumer_key (one, version, key) VALUES (1, ?, ?) ON CONFLICT DO NOTHING'
    this.database.change(sql, randomUUID(), this.vault.seal(key, owner))
    const current = this.current()
    return current !== undefined && isSameKey(current.key, key)
  }

  /** Replaces a key. @returns whether it was still there to be replaced */
  replace({ version }: CurrentKey, key: string): boolean {
    const sql =
      'UPDATE consumer_key SET last_key = key, replaced_at = ?, version = ?, key = ? WHERE version = ?'
    const sealed = this.vault.seal(key, owner)
    return this.database.change(sql, Date.now(), randomUUID(), sealed, version) === 1
  }

  /** Forgets a key, so that the next handshake is a first one. @returns whether it was still there */
  forget({ version }: CurrentKey): boolean {
    return this.database.change('DELETE FROM consumer_key WHERE version = ?', version) === 1
  }
}
