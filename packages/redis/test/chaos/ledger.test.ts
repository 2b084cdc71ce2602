import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanUp, onCleanUp } from '@postern/testing/clean-up'
import { type Entry, Ledger, readLedger } from './ledger.js'

afterEach(cleanUp)

test('gives back what was noted, without the half line of a worker that was killed as it wrote', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-ledger-'))
  onCleanUp(() => {
    rmSync(folder, { recursive: true })
  })
  const path = join(folder, 'worker 1')
  const ledger = new Ledger(path)
  const entry: Entry = { kind: 'ended', id: 'evt', fence: 1, by: 'success', at: 12.5 }
  ledger.note(entry)
  ledger.note(entry)
  appendFileSync(path, '{"kind":"start')
  expect(readLedger(path)).toEqual([entry, entry])
})
