import { chmodSync } from 'node:fs'
import sqlite3, { type JSValue } from 'node-sqlite3-wasm'

export type Row = Readonly<Record<string, unknown>>

/** The little that the programs need of SQL: another database takes SQLite's place here. */
export interface Database {
  /** Runs a statement, and gives the number of rows that it changed. */
  change(sql: string, ...values: JSValue[]): number
  rows(sql: string, ...values: JSValue[]): readonly Row[]
  close(): void
}

/**
 * Opens a database, and makes its tables.
 *
 * SQLite as WebAssembly: `node:sqlite` needs Node 22.5, and the other packages a compiler or a download when they are
 * installed. Unlike sql.js, this one writes to the file itself, page by page, and not the whole of it anew.
 * @param file - a path, or `':memory:'`
 */
export function openDatabase(file: string, tables: string): Database {
  const sqlite = new sqlite3.Database(file)
  // Also one that was there before, with the rights that it had.
  if (file !== ':memory:') chmodSync(file, 0o600)
  try {
    sqlite.exec(tables)
  } catch (error) {
    sqlite.close()
    if (!String(error).includes('locked')) throw error
    throw new Error(
      `${file} is locked. End the other program that uses it. If there is none, one was killed while it wrote: remove the folder ${file}.lock.`,
      { cause: error },
    )
  }
  return {
    change: (sql, ...values) => sqlite.run(sql, values).changes,
    rows: (sql, ...values) => sqlite.all(sql, values),
    close: () => {
      sqlite.close()
    },
  }
}
