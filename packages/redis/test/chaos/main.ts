// Sends events to three workers while processes and connections die, and checks what became of each.
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { runChaos } from './chaos-run.js'
import { isGood, reportOf } from './report.js'

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } })
const minutes = Number(values.minutes ?? 1)
const seed = Number(values.seed ?? randomInt(1_000_000))
if (!(minutes > 0) || !Number.isInteger(seed)) {
  throw new TypeError('npm run chaos -- --minutes 10 --seed 1')
}

console.log(`Chaos for ${minutes} min, seed ${seed}. The seed repeats what goes wrong, not what it meets.`)
const outcome = await runChaos({
  seconds: minutes * 60,
  seed,
  onProgress(line) {
    console.log(line)
  },
})
console.log(reportOf(outcome))
process.exitCode = isGood(outcome) ? 0 : 1
