// Builds the package in the current folder with plain tsc: ES modules to dist/esm, CommonJS to dist/cjs.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

// With `module nodenext` the nearest package.json ("type": "module") decides the output, hence the switch to plain
// commonjs here. `verbatimModuleSyntax` forbids writing imports that CommonJS output would have to rewrite.
const commonjs = ['--module', 'commonjs', '--moduleResolution', 'bundler', '--verbatimModuleSyntax', 'false']

function compile(...options) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json', ...options], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

rmSync('dist', { recursive: true, force: true })
compile('--outDir', 'dist/esm')
compile('--outDir', 'dist/cjs', ...commonjs)
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n')
