import type { Database } from '../database.js'

export const handledTables = `CREATE TABLE IF NOT EXISTS handled_deliveries (
  id TEXT PRIMARY KEY, handled_at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS handled_by_time ON handled_deliveries (handled_at)`

/**
 * Which deliveries were handled, for a consumer that starts again: Postern's own memory of them is gone then. A consumer
 * whose work is in a database notes the id in the transaction of the work.
 */
export class HandledDeliveries {
  /** @param keptMs - for longer than a delivery is taken after it was sent */
  constructor(
    private readonly database: Database,
    private readonly keptMs: number,
  ) {}

  /** Notes that a delivery is handled. @returns whether it was not before */
  add(id: string): boolean {
    this.database.change('DELETE FROM handled_deliveries WHERE handled_at < ?', Date.now() - this.keptMs)
    const sql = 'INSERT INTO handled_deliveries (id, handled_at) VALUES (?, ?) ON CONFLICT DO NOTHING'
    return this.database.change(sql, id, Date.now()) === 1
  }
}
