// Checks the packages as a user gets them: packs each one, lints the tarballs, installs them into an empty folder,
// then imports, requires and type-checks them there. Needs a build (`npm run check:packages` makes one).
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import ts from 'typescript'

const root = dirname(import.meta.dirname)
const require = createRequire(import.meta.url)
const json = (path) => JSON.parse(readFileSync(path, 'utf8'))
const lock = json(join(root, 'package-lock.json')).packages

const fromAdapters = ['verifyWebhook', 'handleWebhook', 'createReceiver']
const expectedExports = {
  '@postern/core': [
    'createReceiver',
    'defineScheme',
    'standardWebhooks',
    'timestampedHmac',
    'convoy',
    'memoryStore',
    'systemClock',
    'isWebhookError',
  ],
  '@postern/express': fromAdapters,
  '@postern/koa': fromAdapters,
  '@postern/fastify': fromAdapters,
  '@postern/providers/stripe': ['stripe'],
  '@postern/providers/github': ['github'],
  '@postern/providers/slack': ['slack'],
}

// Installed beside the tarballs, at the versions that the lock file has. content-disposition: @types/koa is written
// against the one that Koa depends on, and Express 5 would put a newer one in its place.
const beside = ['express', 'koa', 'fastify', '@types/express', '@types/koa', '@types/node', 'typescript']
const besideKoa = {
  'content-disposition': json(join(root, 'node_modules/koa/package.json')).dependencies[
    'content-disposition'
  ],
}

const resolutions = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'preserve', moduleResolution: 'bundler' },
}

let failures = 0

async function step(title, action) {
  try {
    await action()
    console.log(`ok    ${title}`)
  } catch (error) {
    failures += 1
    const output = [error.stdout, error.stderr].filter(Boolean).join('\n').trim()
    const exit = typeof error.status === 'number' ? ` (exit ${error.status})` : ''
    console.log(`FAIL  ${title}${exit}\n${(output || error.message).replaceAll(/^/gm, '      ')}`)
  }
}

function run(command, args, options) {
  const { npm_config_local_prefix: _, ...env } = process.env
  return execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe', env, timeout: 300_000, ...options })
}

function publicPackages() {
  return readdirSync(join(root, 'packages'))
    .map((folder) => ({ folder, manifest: json(join(root, 'packages', folder, 'package.json')) }))
    .filter(({ manifest }) => manifest.private !== true)
}

function pack({ folder, manifest }, destination) {
  const packed = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', destination], {
      cwd: join(root, 'packages', folder),
    }),
  )
  const [{ filename, files }] = Array.isArray(packed) ? packed : Object.values(packed)
  const paths = files.map(({ path }) => path)
  for (const wanted of ['package.json', 'README.md', 'LICENSE', 'dist/cjs/package.json']) {
    if (!paths.includes(wanted)) throw new Error(`${manifest.name} is packed without ${wanted}`)
  }
  const stray = paths.find((path) => !/^(dist\/.+|package\.json|README\.md|LICENSE)$/.test(path))
  if (stray !== undefined) throw new Error(`${manifest.name} is packed with ${stray}`)
  return join(destination, filename)
}

async function lintManifest(tarball) {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball)
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength)
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: bytes } })
  const lines = messages.map((message) => formatMessage(message, pkg, { color: false }))
  if (lines.length > 0) throw new Error(lines.join('\n'))
}

function lintTypes({ manifest }, tarball) {
  // Without a root entry there is nothing for the old `node10` resolution, which knows no `exports`.
  const profile = manifest.exports['.'] === undefined ? 'node16' : 'strict'
  const attw = join(dirname(require.resolve('@arethetypeswrong/cli/package.json')), 'dist/index.js')
  run(process.execPath, [
    attw,
    tarball,
    '--profile',
    profile,
    '--format',
    'ascii',
    '--no-color',
    '--no-emoji',
  ])
}

function install(folder, tarballs) {
  const versions = Object.fromEntries(beside.map((name) => [name, lock[`node_modules/${name}`].version]))
  const own = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, dependencies: { ...versions, ...besideKoa, ...own } }),
  )
  run('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
}

function load(folder, how, entry) {
  const names = expectedExports[entry] ?? []
  const source = `
    const found = ${how}('${entry}')
    Promise.resolve(found).then((exports) => {
      const missing = ${JSON.stringify(names)}.filter((name) => exports[name] === undefined)
      if (missing.length > 0) throw new Error('no export ' + missing.join(', '))
    })`
  run(process.execPath, ['--input-type=commonjs', '--eval', source], { cwd: folder })
}

function typeCheck(folder, resolution, file) {
  const path = join(folder, `tsconfig.${resolution}.${file}.json`)
  const compilerOptions = {
    ...resolutions[resolution],
    target: 'es2023',
    lib: ['es2023'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  }
  writeFileSync(path, JSON.stringify({ compilerOptions, files: [file] }))
  run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', path], { cwd: folder })
}

/** The first js or ts block of README.md that follows the line `<!-- check: run -->`. */
function readmeProgram() {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  return /<!-- check: run -->\s*```(?:js|ts)\n([^]*?)\n```/.exec(readme)?.[1]
}

/** Runs it as an ES module beside the installed tarballs; its exit code decides. */
function runReadmeProgram(folder, program) {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 }
  writeFileSync(join(folder, 'readme.mjs'), ts.transpileModule(program, { compilerOptions }).outputText)
  run(process.execPath, ['readme.mjs'], { cwd: folder, timeout: 30_000 })
}

async function check(temporary) {
  const tarballs = new Map()
  for (const one of publicPackages()) {
    const { name } = one.manifest
    await step(`${name} packs`, () => tarballs.set(name, pack(one, temporary)))
    const tarball = tarballs.get(name)
    if (tarball === undefined) continue
    await step(`${name} publint`, () => lintManifest(tarball))
    await step(`${name} attw`, () => lintTypes(one, tarball))
  }

  const consumer = join(temporary, 'consumer')
  mkdirSync(consumer)
  const before = failures
  await step('the tarballs install', () => install(consumer, tarballs))
  if (failures > before) return

  for (const { manifest } of publicPackages()) {
    for (const subpath of Object.keys(manifest.exports)) {
      if (subpath === './package.json') continue
      const entry = manifest.name + subpath.slice(1)
      await step(`import ${entry}`, () => load(consumer, 'import', entry))
      await step(`require ${entry}`, () => load(consumer, 'require', entry))
    }
  }
  // One program each: a program that mixes both loads every declaration twice.
  for (const file of ['consumer.mts', 'consumer.cts']) {
    copyFileSync(join(root, 'tools/consumer.ts'), join(consumer, file))
    for (const resolution of Object.keys(resolutions)) {
      await step(`${file} compiles with ${resolution}`, () => typeCheck(consumer, resolution, file))
    }
  }
  const program = readmeProgram()
  if (program === undefined) console.log('note  README.md marks no program to run')
  else await step('the program marked in README.md runs', () => runReadmeProgram(consumer, program))
}

const temporary = mkdtempSync(join(tmpdir(), 'postern-packages-'))
try {
  await check(temporary)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
console.log(failures === 0 ? 'The packages are sound.' : `${failures} of the checks failed.`)
process.exitCode = failures === 0 ? 0 : 1
