// Embeds the Lua scripts into a module, so that nothing is read from disk at run time and bundlers need no help.
// With --check it writes nothing and fails when the module is not what it would write.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = join(dirname(import.meta.dirname), 'packages/redis/src/scripts')
const target = join(folder, 'generated.ts')

function script(name, source) {
  const sha1 = createHash('sha1').update(source).digest('hex')
  const plain = source.startsWith('#!')
    ? `plain: ${script(`${name}-plain`, source.slice(source.indexOf('\n') + 1))},`
    : ''
  return `{ name: '${name}', sha1: '${sha1}', source: String.raw\`${source}\`, ${plain} }`
}

const scripts = readdirSync(folder)
  .filter((file) => file.endsWith('.lua'))
  .sort()
  .map((file) => {
    const source = readFileSync(join(folder, file), 'utf8')
    if (/[`]|\$\{/.test(source))
      throw new Error(`${file}: a backtick or \${ would end the literal that holds it.`)
    const name = file.slice(0, -'.lua'.length)
    return `export const ${name}: Script = ${script(name, source)}\n`
  })

const generated = `// Made by tools/embed-scripts.mjs from the .lua files beside it. Edit those.
import type { Script } from './script.js'

${scripts.join('\n')}`

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== generated) {
    console.error(`${target} is not what the .lua files say. Run: npm run embed`)
    process.exitCode = 1
  }
} else writeFileSync(target, generated)
