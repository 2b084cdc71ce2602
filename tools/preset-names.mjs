// Writes the names of the presets for the command line. With --check: fails when they differ.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const file = new URL('packages/cli/src/preset-names.ts', root)
const names = readdirSync(new URL('packages/providers/src', root))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `  '${name.slice(0, -'.ts'.length)}',`)
  .sort()
const text = `/** The presets of @postern/providers: tools/preset-names.mjs writes them. */
export const presetNames: readonly string[] = [
${names.join('\n')}
]
`

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('preset-names.ts differs from the presets: run node tools/preset-names.mjs')
  process.exitCode = 1
}
