// Writes what results.json says into the README. With --check it writes nothing and fails when the two differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'

const readme = fileURLToPath(new URL('../README.md', import.meta.url))
const [begin, end] = ['<!-- speed: by bench/readme.mjs -->', '<!-- /speed -->']

const frameworks = { express: 'Express', koa: 'Koa', fastify: 'Fastify' }
const routes = {
  verify: 'verification only',
  memory: 'everything, memory store',
  redis: 'everything, Redis',
  hand: 'by hand, Redis',
}
const verifiers = {
  'postern, standard webhooks': 'Postern, Standard Webhooks',
  'postern, stripe': 'Postern, Stripe',
  'postern, github': 'Postern, GitHub',
  '@octokit/webhooks-methods': '`@octokit/webhooks-methods`',
  stripe: '`stripe`',
  standardwebhooks: '`standardwebhooks`',
  svix: '`svix`',
  '@hookflo/tern, github': '`@hookflo/tern`',
}

// The others are in results.json.
const verifySizes = ['1 KB', '16 KB', '64 KB', '1 MB']

function withSpread({ median, quartiles }) {
  return `${median.toFixed(2)} (${quartiles.map((value) => value.toFixed(2)).join(' to ')})`
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function routeTable(size, results, figure, reference, names) {
  const rows = names.map((route) => [
    routes[route],
    ...Object.keys(frameworks).map((framework) =>
      withSpread(results[`${framework} ${route}`][figure].ratios[reference]),
    ),
  ])
  return table([`bodies of ${size}`, ...Object.values(frameworks)], rows)
}

function verifyTable(sizes) {
  const rows = Object.entries(verifiers).map(([name, label]) => [
    label,
    ...verifySizes.map((size) => withSpread(sizes[size][name].us.ratios.floor)),
  ])
  return table(['', ...verifySizes], rows)
}

/** The section on speed, in Markdown. */
export function speedSection({ machine, versions, route, connections, verify, soak }) {
  const of = (name) => `\`${name}\` ${versions[name]}`
  const busy = connections.sizes['1 KB']
  const perConnection = Object.entries(frameworks).map(
    ([framework, name]) =>
      `${withSpread(busy[`${framework} redis 512`].requestsPerSecond.ratios['64 connections'])} on ${name}`,
  )
  const slope = ({ heapUsed }) =>
    `${heapUsed.bytesARequest.slope.toFixed(2)} ± ${heapUsed.bytesARequest.standardError.toFixed(2)}`
  return `
Requests a second, as a share of what the bare route of the framework takes: one that reads the body, parses it as JSON and answers 204. Everything is verification, decoding, a rate limit, one lease for each event and its completion. By hand is \`standardwebhooks\`, a rate limiter on Redis and \`SET NX\`, which loses the event when the route fails. 64 connections, each of which sends its next delivery when the last is answered.

${Object.entries(route.sizes)
  .map(([size, results]) => routeTable(size, results, 'requestsPerSecond', 'bare', Object.keys(routes)))
  .join('\n\n')}

The 99th percentile of latency, in times of that of the bare route:

${Object.entries(route.sizes)
  .map(([size, results]) => routeTable(size, results, 'p99Ms', 'bare', ['redis', 'hand']))
  .join('\n\n')}

With 512 connections instead of 64, a second sees as many requests with everything on Redis as this share: ${perConnection.join(', ')}. Over a million deliveries the heap of a server grew by this many bytes a request: ${slope(soak.memory['fastify redis'])} on Redis, ${slope(soak.memory['fastify memory'])} with the memory store, ${slope(soak.memory['fastify bare'])} with the bare route.

Verification alone, in times of one HMAC with a prepared key and a comparison in constant time:

${verifyTable(verify.sizes)}

Measured by \`npm run bench\` on ${machine.processor} with ${machine.cores} cores, which the server, Redis and the load share; ${machine.system}, Node.js ${machine.node}, Redis ${machine.redis}; ${Object.keys(
    versions,
  )
    .filter((name) => !name.startsWith('@postern/'))
    .map(of)
    .join(
      ', ',
    )}. All of a table take turns in one run, of ${route.settings.rounds} rounds for the routes and of ${verify.settings.rounds} for verification; each figure is the median of the ratios within a round, with the range that half of them lie in. [The benchmarks](bench/README.md), [all figures](bench/results.json) and their charts: [cost by payload size](bench/growth-payload-size.svg), [by active secrets](bench/growth-active-secrets.svg), [by candidate signatures](bench/growth-candidate-signatures.svg), [by concurrency](bench/growth-concurrency-redis.svg), [by stored events](bench/growth-stored-events-redis.svg), [by sources](bench/growth-sources-redis.svg), [heap over a million deliveries](bench/soak.svg).

![Requests a second on Fastify, bodies of 1 KB](bench/route-fastify-1kb.svg)
`
}

/** Puts the section into the README, and tells whether it was another one. */
export async function writeSpeedSection(results, { check = false } = {}) {
  const text = readFileSync(readme, 'utf8')
  const [before, rest = ''] = text.split(begin)
  const [, after] = rest.split(end)
  if (after === undefined) throw new Error(`README.md has no ${begin} ... ${end}.`)
  const written = `${before}${begin}\n${speedSection(results)}\n${end}${after}`
  const formatted = await format(written, { ...(await resolveConfig(readme)), parser: 'markdown' })
  if (formatted !== text && !check) writeFileSync(readme, formatted)
  return formatted !== text
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check')
  const results = JSON.parse(readFileSync(new URL('results.json', import.meta.url), 'utf8'))
  if ((await writeSpeedSection(results, { check })) && check) {
    console.error(
      'The section on speed in README.md is not what bench/results.json says. Run: node bench/readme.mjs',
    )
    process.exitCode = 1
  }
}
