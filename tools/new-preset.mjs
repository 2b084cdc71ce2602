// Scaffolds a preset: npm run new:preset -- acmePay
import { existsSync, writeFileSync } from 'node:fs'

const [name = ''] = process.argv.slice(2)
const root = new URL('../packages/providers/', import.meta.url)
const preset = new URL(`src/${name}.ts`, root)
const vectors = new URL(`test/vectors/${name}.json`, root)

if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) {
  console.error('Usage: npm run new:preset -- <name>. The name is in camelCase, such as acmePay.')
  process.exit(2)
}
if (existsSync(preset) || existsSync(vectors)) {
  console.error(`packages/providers has a preset ${name} already.`)
  process.exit(2)
}

const id = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

writeFileSync(
  preset,
  `import { defineScheme } from '@postern/core'

/**
 * The provider's webhooks, of which product.
 *
 * - Signed: the timestamp and the body.
 * - Secret: where its user finds it.
 * - Event id: \`$.id\`, signed.
 * - Event type: \`$.type\`, signed.
 * - Retries: not known.
 * @see https://example.com/the/page/on/verifying
 */
export const ${name} = defineScheme({
  name: '${id}',
  algorithm: 'hmac-sha256',
  secret: 'utf8',
  signature: { header: '${id}-signature', format: 'raw', encoding: 'hex' },
  signs: '{timestamp}.{body}',
  timestamp: { from: { header: '${id}-timestamp' }, unit: 's' },
  formats: ['json'],
  event: { id: '$.id', type: '$.type' },
})
`,
)

const vector = {
  name: 'an event',
  source: 'published: where, or computed: with which command',
  headers: { [`${id}-timestamp`]: '1700000000', [`${id}-signature`]: '' },
  body: { utf8: '{"id":"evt_1","type":"made"}' },
  receivedAt: 1_700_000_000_000,
  expect: { id: 'evt_1', type: 'made' },
  signs: true,
}
const file = {
  options: { secrets: ['a-secret-of-some-length'] },
  sample: { body: vector.body.utf8 },
  vectors: [vector],
}
writeFileSync(vectors, `${JSON.stringify(file, null, 2)}\n`)

console.log(`Written:
  packages/providers/src/${name}.ts
  packages/providers/test/vectors/${name}.json

Next:
  1. Make the preset say what the provider's page says.
  2. Put a signature into the vector that this project did not make: a published one, or one by OpenSSL.
     printf '%s' '1700000000.{"id":"evt_1","type":"made"}' | openssl dgst -sha256 -hmac a-secret-of-some-length
  3. npx jest packages/providers -t '${name} '
  4. Where the provider has a package that verifies: packages/providers/oracles/adapters/${name}.mjs, then npm run test:oracles
  5. node tools/providers.mjs && node tools/preset-names.mjs`)
