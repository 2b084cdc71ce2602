import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { describeMachine, describeVersions } from './machine.mjs'

/** What an earlier run left in the file, if it was on this machine with these versions; otherwise a new start. */
export function openResults(file) {
  const here = { machine: describeMachine(), versions: describeVersions() }
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const isComparable = Object.entries(here).every(([name, value]) => isDeepStrictEqual(earlier[name], value))
  return isComparable ? earlier : here
}

export function saveResults(file, results) {
  // Lists of numbers on one line, as prettier has them.
  const text = JSON.stringify(results, null, 2).replace(/\[[^[\]{}]*\]/g, (list) =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  )
  writeFileSync(file, `${text}\n`)
}
