// npm run bench, or npm run bench -- --quick --only route,growth --framework fastify
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawCharts } from './charts.mjs'
import { benchConnections } from './connections.mjs'
import { benchGrowth } from './growth.mjs'
import { printMemory, printResults } from './report.mjs'
import { openResults, saveResults } from './results.mjs'
import { writeSpeedSection } from './readme.mjs'
import { benchRoute } from './route.mjs'
import { readSettings } from './settings.mjs'
import { benchSoak } from './soak.mjs'
import { benchVerify } from './verify-benchmark.mjs'

const benchmarks = {
  route: benchRoute,
  connections: benchConnections,
  verify: benchVerify,
  growth: benchGrowth,
  soak: benchSoak,
}
const settings = readSettings()
// A smoke test says nothing about speed, and must not replace what does.
const folder = settings.quick
  ? mkdtempSync(join(tmpdir(), 'postern-bench-'))
  : fileURLToPath(new URL('.', import.meta.url))
const file = join(folder, 'results.json')
const results = openResults(file)

for (const name of settings.only) {
  results[name] = await benchmarks[name](settings)
  printResults(name, results[name].sizes)
  if (results[name].memory) printMemory(name, results[name].memory)
  saveResults(file, results)
}
for (const [name, chart] of Object.entries(drawCharts(results))) writeFileSync(join(folder, name), chart)
const isComplete = Object.keys(benchmarks).every((name) => name in results)
if (!settings.quick && isComplete) await writeSpeedSection(results)
console.log(`\n${file}`)
