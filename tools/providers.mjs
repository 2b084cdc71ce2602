// Writes docs/providers.md from the presets, their vectors and their oracles. With --check: fails when they differ.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const at = (path) => new URL(path, root)
const read = (path) => readFileSync(at(path), 'utf8')

const presets = readdirSync(at('packages/providers/src'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .map(describePreset)

function describePreset(name) {
  const source = read(`packages/providers/src/${name}.ts`)
  const comments = source.match(/\/\*\*[^]*?\*\//g) ?? []
  const comment = comments.find((text) => text.includes(' - Signed:')) ?? ''
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
  const text = lines.join('\n').trim()
  const bullets = new Map(
    [...text.matchAll(/^- ([A-Z][a-z ]+): ([^]*?)(?=\n- [A-Z]|\n@|(?![^]))/gm)].map(([, key, value]) => [
      key,
      value.replace(/\s+/g, ' ').trim(),
    ]),
  )
  const [, page] = /^@see (\S+)/m.exec(text) ?? []
  for (const bullet of ['Signed', 'Secret', 'Event id', 'Event type', 'Retries'])
    if (!bullets.has(bullet)) throw new Error(`${name}.ts says nothing of '${bullet}'.`)
  if (page === undefined) throw new Error(`${name}.ts has no @see.`)
  return { name, title: text.split('\n')[0].replace(/\.$/, ''), bullets, page, proofs: proofsOf(name) }
}

/** Who else agrees: an SDK, a published vector, or a signature that was computed with other tools. */
function proofsOf(name) {
  const proofs = []
  const adapter = `packages/providers/oracles/adapters/${name}.mjs`
  if (existsSync(at(adapter))) proofs.push(packageOf(adapter))
  const vectors = `packages/providers/test/vectors/${name}.json`
  const sources = existsSync(at(vectors)) ? JSON.parse(read(vectors)).vectors.map(({ source }) => source) : []
  if (sources.some((source) => !source.startsWith('computed:'))) proofs.push('published vectors')
  if (sources.some((source) => source.startsWith('computed:'))) proofs.push('computed vectors')
  if (existsSync(at(`packages/providers/test/${name}.test.ts`))) proofs.push('tests of its own')
  if (proofs.length === 0) throw new Error(`${name} has neither an oracle nor a vector.`)
  return proofs
}

/** The package that an adapter asks, perhaps by way of another adapter. */
function packageOf(path) {
  const text = read(path)
  const [, named] = /package: '([^']+)'/.exec(text) ?? []
  if (named !== undefined) return `\`${named}\``
  const [, via] = /from '\.\/(\w+\.mjs)'/.exec(text) ?? []
  if (via === undefined) throw new Error(`${path} names no package.`)
  return packageOf(`packages/providers/oracles/adapters/${via}`)
}

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const withOracle = presets.filter(({ proofs }) => proofs.some((proof) => proof.startsWith('`')))
const unsigned = presets.filter(({ bullets }) => bullets.get('Signed').includes('**not the body**'))

const page = `# Providers

${presets.length} presets in \`@postern/providers\`, one subpath each: \`import { stripe } from '@postern/providers/stripe'\`. This page is written by \`node tools/providers.mjs\` from the presets themselves, their vectors and their oracles.

- **checked by**: the package that accepts what the preset signs, and signs what the preset accepts where it can (\`npm run test:oracles\`); vectors that the provider or somebody else published; vectors that were computed with OpenSSL or Python from the provider's description. ${withOracle.length} presets are checked by a package.
- **not the body**: of ${unsigned.length} presets the signature, or the fixed credential that stands in its place, does not cover the body. Whoever has seen one delivery can send another payload with it. Their schemes say \`bodySigned: false\`.
- **not signed**, of an id or a type: it can be changed on the way.
- An event id that is not known is no guess of ours: say where it is with \`eventId\`.

What was looked at and left out is in [Providers that are left out](#providers-that-are-left-out).

${row(['preset', 'signed', 'event id', 'event type', 'retries', 'checked by'])}
${row(['---', '---', '---', '---', '---', '---'])}
${presets
  .map(({ name, title, bullets, page: url, proofs }) =>
    row([
      `[\`${name}\`](${url} "${title}")`,
      bullets.get('Signed'),
      bullets.get('Event id'),
      bullets.get('Event type'),
      bullets.get('Retries'),
      proofs.join(', '),
    ]),
  )
  .join('\n')}

## Providers that are left out

${read('packages/providers/left-out.md').trim()}
`

const target = at('docs/providers.md')
if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== page) {
    console.error('docs/providers.md is not what the presets say: run node tools/providers.mjs.')
    process.exitCode = 1
  }
} else writeFileSync(target, page)
