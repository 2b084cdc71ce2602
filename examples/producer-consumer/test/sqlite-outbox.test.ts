import { testOutboxContract } from '@postern/testing/outbox-contract'
import { type Database, openDatabase } from '../database.js'
import { outboxTables, SqliteOutbox } from '../sqlite-outbox.js'

const opened: Database[] = []

afterEach(() => {
  for (const database of opened.splice(0)) database.close()
})

testOutboxContract('SqliteOutbox', () => {
  const database = openDatabase(':memory:', outboxTables)
  opened.push(database)
  return new SqliteOutbox(database)
})
