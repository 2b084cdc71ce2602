import { randomUUID } from 'node:crypto'
import type { Database, Row } from '../database.js'
import type { KeyVault } from './key-vault.js'

/** A consumer, and the key that its deliveries are signed with. */
export interface Registration {
  readonly id: string
  readonly url: string
  readonly event: string
  readonly key: string
  /** Offered in place of `key`, and not known to be taken yet. */
  readonly nextKey: string | undefined
  /** Whether the consumer is known to have taken `key`. */
  readonly isActive: boolean
}

export const registrationTables = `CREATE TABLE IF NOT EXISTS registrations (
  id TEXT PRIMARY KEY, url TEXT NOT NULL UNIQUE, event TEXT NOT NULL,
  key TEXT NOT NULL, next_key TEXT, is_active INTEGER NOT NULL DEFAULT 0)`

/** The producer's registrations. Keys are stored before they are offered: an answer that is lost loses no key. */
export class Registrations {
  constructor(
    private readonly database: Database,
    private readonly vault: KeyVault,
  ) {}

  all(): readonly Registration[] {
    return this.database.rows('SELECT * FROM registrations ORDER BY rowid').map((row) => this.#open(row))
  }

  find(id: string): Registration | undefined {
    return this.database.rows('SELECT * FROM registrations WHERE id = ?', id).map((row) => this.#open(row))[0]
  }

  /** Gives the registration of a URL: a new one with this key, or the one that there is. */
  begin(url: string, event: string, key: string): Registration {
    const id = randomUUID()
    const [row] = this.database.rows(
      `INSERT INTO registrations (id, url, event, key) VALUES (?, ?, ?, ?)
       ON CONFLICT (url) DO UPDATE SET url = url RETURNING *`,
      id,
      url,
      event,
      this.vault.seal(key, id),
    )
    return this.#open(row ?? {})
  }

  /** Notes that the consumer took the key. */
  activate({ id }: Registration, event: string): void {
    this.database.change('UPDATE registrations SET is_active = 1, event = ? WHERE id = ?', event, id)
  }

  /** Keeps a key to offer in place of the present one; one that was kept before stays. */
  keepNext(registration: Registration, key: string): Registration & { readonly nextKey: string } {
    if (registration.nextKey !== undefined) return { ...registration, nextKey: registration.nextKey }
    const sql = 'UPDATE registrations SET next_key = ? WHERE id = ?'
    this.database.change(sql, this.vault.seal(key, registration.id), registration.id)
    return { ...registration, nextKey: key }
  }

  /** Notes that the consumer took the next key. */
  promoteNext({ id }: Registration): void {
    this.database.change('UPDATE registrations SET key = next_key, next_key = NULL WHERE id = ?', id)
  }

  /** Notes that the consumer did not take the next key. */
  dropNext({ id }: Registration): void {
    this.database.change('UPDATE registrations SET next_key = NULL WHERE id = ?', id)
  }

  /** Removes a registration whose consumer did not take its key. */
  giveUp({ id }: Registration): void {
    this.database.change('DELETE FROM registrations WHERE id = ? AND is_active = 0', id)
  }

  remove({ id }: Registration): void {
    this.database.change('DELETE FROM registrations WHERE id = ?', id)
  }

  #open(row: Row): Registration {
    const id = String(row['id'])
    const next = row['next_key']
    return {
      id,
      url: String(row['url']),
      event: String(row['event']),
      key: this.vault.open(String(row['key']), id),
      nextKey: typeof next === 'string' ? this.vault.open(next, id) : undefined,
      isActive: Number(row['is_active']) === 1,
    }
  }
}
