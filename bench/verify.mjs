// Verification alone, for bodies of one size: npm run bench:verify -- 4096
import { describeMachine } from './machine.mjs'
import { printResults } from './report.mjs'
import { benchVerify } from './verify-benchmark.mjs'

const size = Number(process.argv[2] ?? 1024)
const { sizes, settings } = await benchVerify({ sizes: [size], rounds: 60, roundMs: 25 })
const { node, processor } = describeMachine()
console.log(`node ${node}, ${processor}, ${settings.rounds} rounds of ${settings.roundMs} ms`)
printResults('verify', sizes)
