import { randomInt } from 'node:crypto'
import { runChaos } from '../chaos/chaos-run.js'
import { isGood, reportOf } from '../chaos/report.js'

test('nothing is lost, and nothing runs twice without a reason, while processes and connections die', async () => {
  const outcome = await runChaos({ seconds: 25, seed: randomInt(1_000_000) })
  const report = reportOf(outcome)
  process.stdout.write(`${report}\n`)
  if (!isGood(outcome)) throw new Error(report)
  expect(outcome.faults.size).toBe(9)
  expect(outcome.events).toBeGreaterThan(1000)
})
