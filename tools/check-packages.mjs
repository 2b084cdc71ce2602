// Checks the packages as a user gets them: packs each one, lints the tarballs, installs them into an empty folder,
// then imports, requires and type-checks them there. Needs a build (`npm run check:packages` makes one).
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
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
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build as bundle } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = dirname(import.meta.dirname)
const require = createRequire(import.meta.url)
const json = (path) => JSON.parse(readFileSync(path, 'utf8'))
const lock = json(join(root, 'package-lock.json')).packages

const presetNames = readdirSync(join(root, 'packages/providers/src'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))

const fromAdapters = ['verifyWebhook', 'handleWebhook', 'createReceiver']
const expectedExports = {
  '@postern/core': [
    'createReceiver',
    'defineScheme',
    'standardWebhooks',
    'timestampedHmac',
    'convoy',
    'fermyon',
    'memoryStore',
    'systemClock',
    'isWebhookError',
    'rsaPss',
    'rsaPkcs1',
    'ecdsa',
    'ed25519',
    'keyRing',
    'perTenant',
    'aesGcmEnvelope',
    'deriveKey',
    'defineCredential',
    'defineJwt',
    'defineStandardWebhooks',
  ],
  '@postern/core/jose': ['jwsDetached', 'defineJwsDetached', 'jwe', 'remoteJwks'],
  '@postern/core/http-message-signatures': ['httpMessageSignatures', 'contentDigest', 'checkContentDigest'],
  '@postern/express': fromAdapters,
  '@postern/koa': fromAdapters,
  '@postern/fastify': fromAdapters,
  '@postern/redis': ['redisStore'],
  '@postern/sender': ['createSender', 'memoryOutbox', 'DestinationError', 'pinOf'],
  '@postern/explain': ['explain', 'parseCapture', 'CaptureError'],
  '@postern/cli': ['run'],
}

// Installed beside the tarballs, at the versions that the lock file has. content-disposition: @types/koa is written
// against the one that Koa depends on, and Express 5 would put a newer one in its place.
const beside = ['express', 'koa', 'fastify', '@types/express', '@types/koa', '@types/node', 'typescript']
const besideOthers = {
  // An optional peer of core's, wherever npm has put the one that core is tested with.
  jose: json(createRequire(join(root, 'packages/core/package.json')).resolve('jose/package.json')).version,
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
  // The old `node10` resolution knows no `exports`, and so finds nothing but a root entry.
  const isRootAlone = Object.keys(manifest.exports).every((path) => path === '.' || path === './package.json')
  const profile = isRootAlone ? 'strict' : 'node16'
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
    JSON.stringify({
      name: 'consumer',
      private: true,
      dependencies: { ...versions, ...besideOthers, ...own },
    }),
  )
  run('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
}

/** Loads entries in one process, each of which must have its exports. */
function load(folder, how, expected) {
  const source = `
    const expected = ${JSON.stringify(expected)}
    const check = async (entry) => {
      const exports = await ${how}(entry)
      const missing = expected[entry].filter((name) => exports[name] === undefined)
      if (missing.length > 0) throw new Error(entry + ' has no export ' + missing.join(', '))
    }
    Promise.all(Object.keys(expected).map(check))`
  run(process.execPath, ['--input-type=commonjs', '--eval', source], { cwd: folder })
}

/** What a subpath of a package stands for: itself, or each preset. */
function expectedOf(name, subpath) {
  if (subpath === './*')
    return Object.fromEntries(presetNames.map((preset) => [`${name}/${preset}`, [preset]]))
  const entry = name + subpath.slice(1)
  return { [entry]: expectedExports[entry] ?? [] }
}

/** Bundles each preset with all that it needs: no other preset may come along. */
async function bundlePresets(folder) {
  for (const preset of presetNames) {
    const { metafile } = await bundle({
      stdin: { contents: `export * from '@postern/providers/${preset}'`, resolveDir: folder },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      external: ['jose', 'structured-headers'],
      metafile: true,
    })
    const [{ inputs }] = Object.values(metafile.outputs)
    const carried = presetNames.filter((name) =>
      Object.keys(inputs).some((path) => path.endsWith(`/providers/dist/esm/${name}.js`)),
    )
    if (carried.join() !== preset) throw new Error(`${preset} carries ${carried.join(', ') || 'nothing'}`)
  }
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

/** The command line, as its users have it: without the registry, so that it is the installed one. */
function runBinary(folder) {
  const npx = (...args) => run('npx', ['--no', '--offline', 'postern', ...args], { cwd: folder })
  if (!npx('--help').includes('Usage: postern')) throw new Error('postern --help prints no help')
  if (!npx('schemes', 'stripe').includes('stripe')) throw new Error('postern schemes does not know stripe')
  if (!npx('keys', 'hmac').startsWith('whsec_')) throw new Error('postern keys hmac makes no secret')
}

/** The block of README.md that follows the line `<!-- check: ${mark} -->`. */
function readmeBlock(mark) {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const block = new RegExp(`<!-- check: ${mark} -->\\s*\`\`\`\\w+\\n([^]*?)\\n\`\`\``).exec(readme)?.[1]
  if (block === undefined) throw new Error(`README.md has no block that is marked ${mark}`)
  return block
}

/** Runs the first page of README.md as it is pasted, but for the installation, beside the installed tarballs. */
async function runReadme(folder) {
  const port = String(await freePort())
  const [install, ...commands] = readmeBlock('commands').split('\n')
  if (!install.startsWith('npm install ')) throw new Error('README.md does not begin with the installation')
  writeFileSync(join(folder, 'server.mjs'), readmeBlock('run'))
  const script = ["trap 'kill $(jobs -p)' EXIT", ...commands, readmeBlock('duplicate')].join('\n')
  const printed = run('bash', ['-e', '-c', script.replaceAll('localhost:3000', `localhost:${port}`)], {
    cwd: folder,
    env: { ...process.env, PORT: port, npm_config_offline: 'true' },
    timeout: 60_000,
  })
  const lines = printed.split('\n').filter((line) => line.includes('delivered'))
  const expected = ['delivered 204', 'delivered 204', 'delivered 200 (duplicate)']
  if (lines.length !== 3 || !expected.every((start, index) => lines[index].startsWith(start)))
    throw new Error(`The first page of README.md printed:\n${printed}`)
}

async function freePort() {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
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
    for (const [subpath, target] of Object.entries(manifest.exports)) {
      if (subpath === './package.json' || target === null) continue
      const expected = expectedOf(manifest.name, subpath)
      const entry = manifest.name + subpath.slice(1)
      await step(`import ${entry}`, () => load(consumer, 'import', expected))
      await step(`require ${entry}`, () => load(consumer, 'require', expected))
    }
  }
  await step('each preset is bundled without any other', () => bundlePresets(consumer))
  // One program each: a program that mixes both loads every declaration twice.
  for (const file of ['consumer.mts', 'consumer.cts']) {
    copyFileSync(join(root, 'tools/consumer.ts'), join(consumer, file))
    for (const resolution of Object.keys(resolutions)) {
      await step(`${file} compiles with ${resolution}`, () => typeCheck(consumer, resolution, file))
    }
  }
  await step('npx postern --help', () => runBinary(consumer))
  await step('the first page of README.md runs', () => runReadme(consumer))
}

const temporary = mkdtempSync(join(tmpdir(), 'postern-packages-'))
try {
  await check(temporary)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
console.log(failures === 0 ? 'The packages are sound.' : `${failures} of the checks failed.`)
process.exitCode = failures === 0 ? 0 : 1
