// Starts a receiver on each framework, sends it genuine and hostile deliveries over HTTP, and shows what it answers.
import { Receiver } from './receiver.js'
import { type Chapter, scenario } from './scenario.js'
import { frameworks } from './servers.js'
import { isAsExpected, type Line, Table } from './table.js'

const names = Object.keys(frameworks) as (keyof typeof frameworks)[]
const startedAt = performance.now()
const receivers = await Promise.all(names.map((name) => Receiver.start(name)))
const table = new Table(names)
const lines: Line[] = []
let needlessClaims = 0

console.log(`Postern on ${names.join(', ')}: real requests to 127.0.0.1, deliveries remembered in memory.\n`)
console.log(table.header())
const chapters = await scenario()
for (const chapter of chapters) await play(chapter)
await Promise.all(receivers.map((receiver) => receiver.close()))
conclude()

async function play({ title, sparesStore, steps }: Chapter): Promise<void> {
  console.log(`\n${table.title(title)}`)
  const claimsBefore = claims()
  for (const { sent, expected, send } of steps) {
    const line = { sent, expected, outcomes: await Promise.all(receivers.map(send)) }
    lines.push(line)
    console.log(table.line(line))
  }
  if (sparesStore) needlessClaims += claims() - claimsBefore
}

function claims(): number {
  return receivers.reduce((sum, receiver) => sum + receiver.claims, 0)
}

function conclude(): void {
  const wrong = lines.filter((line) => !isAsExpected(line)).length
  const spared = chapters.reduce((sum, { sparesStore, steps }) => sum + (sparesStore ? steps.length : 0), 0)
  const ms = Math.round(performance.now() - startedAt)
  const right = `${lines.length - wrong} of ${lines.length} answered as expected on each framework, in ${ms} ms.`
  console.log(`\n${table.mark(wrong === 0)} ${right}`)
  const asked = needlessClaims === 0 ? 'nothing' : `${needlessClaims} times`
  console.log(
    `${table.mark(needlessClaims === 0)} The ${spared} that are not for a handler asked the store ${asked}.`,
  )
  if (wrong > 0 || needlessClaims > 0) process.exitCode = 1
}
