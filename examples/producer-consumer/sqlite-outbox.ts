import type { DueDeliveries, DueRequest, Outbox, OutboxDelivery, OutboxSettlement } from '@postern/sender'
import type { Database, Row } from './database.js'

export const outboxTables = `
CREATE TABLE IF NOT EXISTS outbox (
  key TEXT PRIMARY KEY, endpoint TEXT, host TEXT NOT NULL, due_at REAL NOT NULL,
  attempts INTEGER NOT NULL, delivery TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS outbox_by_due_at ON outbox (due_at)`

/** Keeps deliveries in a database, until they have ended: a program that is killed loses none. */
export class SqliteOutbox implements Outbox {
  constructor(private readonly database: Database) {}

  put(delivery: OutboxDelivery): Promise<void> {
    const { key, endpoint = null, host, enqueuedAt, attempts } = delivery
    return attempt(() => {
      const sql = 'INSERT INTO outbox VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING'
      this.database.change(sql, key, endpoint, host, enqueuedAt, attempts, toText(delivery))
    })
  }

  due({ now, holdMs, limit, exceptHosts }: DueRequest): Promise<DueDeliveries> {
    const except = JSON.stringify(exceptHosts)
    const isServed = 'host NOT IN (SELECT value FROM json_each(?))'
    return attempt(() => {
      const due = this.database.rows(
        `SELECT * FROM outbox WHERE due_at <= ? AND ${isServed} ORDER BY due_at, rowid LIMIT ?`,
        now,
        except,
        limit,
      )
      const keys = JSON.stringify(due.map(({ key }) => key))
      const hold = 'UPDATE outbox SET due_at = ? WHERE key IN (SELECT value FROM json_each(?))'
      this.database.change(hold, now + holdMs, keys)
      const sql = `SELECT min(due_at) AS next FROM outbox WHERE ${isServed}`
      const next = this.database.rows(sql, except)[0]?.['next']
      return { deliveries: due.map(fromRow), nextDueAt: typeof next === 'number' ? next : undefined }
    })
  }

  settle(key: string, settlement: OutboxSettlement): Promise<void> {
    return attempt(() => {
      if (settlement.kind === 'ended') this.database.change('DELETE FROM outbox WHERE key = ?', key)
      else {
        const { attempts, dueAt } = settlement
        this.database.change('UPDATE outbox SET attempts = ?, due_at = ? WHERE key = ?', attempts, dueAt, key)
      }
    })
  }

  /** Drops all deliveries to an endpoint that is there no more. */
  forget(endpoint: string): void {
    this.database.change('DELETE FROM outbox WHERE endpoint = ?', endpoint)
  }
}

/** Statements are synchronous, so nothing comes between those of one call: this process alone has the database. */
function attempt<Value>(statements: () => Value): Promise<Value> {
  return new Promise((resolve) => {
    resolve(statements())
  })
}

function toText(delivery: OutboxDelivery): string {
  return JSON.stringify({ ...delivery, body: Buffer.from(delivery.body).toString('base64') })
}

function fromRow(row: Row): OutboxDelivery {
  const kept = JSON.parse(String(row['delivery'])) as OutboxDelivery & { body: string }
  const { endpoint, type, pins } = kept
  const attempts = Number(row['attempts'])
  return { ...kept, endpoint, type, pins, attempts, body: Buffer.from(kept.body, 'base64') }
}
