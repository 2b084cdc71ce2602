// Writes the version of the package in the current folder into its src/version.ts. lerna runs it when it has set one.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const source = `/** Of this package. Written by tools/embed-version.mjs. */\nexport const version = '${version}'\n`
writeFileSync('src/version.ts', source)
// lerna commits what is staged.
execFileSync('git', ['add', 'src/version.ts'])
