import { setTimeout as delay } from 'node:timers/promises'
import type { AnswerKind } from './attempt.js'
import { leaseMs } from './behaviour.js'
import { ChaosSender } from './chaos-sender.js'
import { FaultPlayer } from './fault-player.js'
import { historiesOf } from './history.js'
import { type FaultKind, scheduleOf } from './schedule.js'
import { type Tally, tallyOf } from './tally.js'
import { judge, type Violation } from './verdict.js'
import { startWorld, type World } from './world.js'

/** How long, and by which seed. */
export interface ChaosSettings {
  readonly seconds: number
  /** Decides what is sent, what handlers do and what goes wrong when; how these meet is up to the machine. */
  readonly seed: number
  /** Gets a line now and then. */
  readonly onProgress?: (line: string) => void
}

/** What came of a run. */
export interface ChaosOutcome extends ChaosSettings {
  readonly violations: readonly Violation[]
  /** What went wrong beside the events, as a process that ended by itself. */
  readonly mishaps: readonly string[]
  readonly tally: Tally
  readonly events: number
  readonly repeats: number
  readonly attempts: number
  readonly answers: ReadonlyMap<AnswerKind, number>
  readonly faults: ReadonlyMap<FaultKind, number>
  /** From the last new event until all were acknowledged, and the last fault was over, in ms. */
  readonly drainMs: number
  /** Where the ledgers are, when there is something to look for in them. */
  readonly ledgers: string | undefined
}

const progressEveryMs = 10_000
const drainWithinMs = 60_000

/** Sends events while everything goes wrong, and judges what became of them. */
export async function runChaos(settings: ChaosSettings): Promise<ChaosOutcome> {
  const world = await startWorld()
  let outcome: ChaosOutcome | undefined
  try {
    outcome = await run(world, settings)
    return outcome
  } finally {
    await world.dispose({ keepLedgers: outcome?.ledgers !== undefined })
  }
}

async function run(world: World, settings: ChaosSettings): Promise<ChaosOutcome> {
  const { seconds, seed } = settings
  const sender = new ChaosSender(seed, world.pickTarget)
  const player = new FaultPlayer(world)
  const stopProgress = reportProgress(settings, sender, player)
  sender.start()
  const played = player.play(scheduleOf(seed, seconds * 1000))
  await delay(seconds * 1000)
  sender.stop()
  const stoppedAt = performance.now()
  await played
  await sender.drain(drainWithinMs)
  const drainMs = performance.now() - stoppedAt
  stopProgress()
  const finished = await Promise.allSettled(world.workers.map((worker) => worker.finish()))

  const { acknowledgements, repeats, attempts, answers } = sender
  const histories = historiesOf({ ...world.evidence(), acknowledgements })
  const violations = judge(histories.values(), leaseMs)
  const tally = tallyOf(histories.values())
  const mishaps = [
    ...(tally.renewals === 0 ? ['No lease was renewed, though handlers outlast theirs.'] : []),
    ...world.workers.flatMap(({ crashes }) => crashes),
    ...player.errors.map(String),
    ...finished.flatMap((one) => (one.status === 'rejected' ? String(one.reason) : [])),
  ]
  return {
    ...settings,
    ...{ violations, mishaps, tally, repeats, attempts, answers, drainMs },
    events: histories.size,
    faults: player.played,
    ledgers: violations.length + mishaps.length > 0 ? world.folder : undefined,
  }
}

function reportProgress({ onProgress }: ChaosSettings, sender: ChaosSender, player: FaultPlayer): () => void {
  const startedAt = performance.now()
  let before = 0
  const timer = setInterval(() => {
    const { acknowledged } = sender
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    const rate = Math.round((acknowledged - before) / (progressEveryMs / 1000))
    const faults = [...player.played.values()].reduce((sum, count) => sum + count, 0)
    const now = [...player.underway].map(({ kind, slot }) => `${kind} (${slot})`).join(', ')
    onProgress?.(
      `${seconds} s: ${acknowledged} events, ${rate}/s lately; ${faults} faults, now ${now || 'none'}`,
    )
    before = acknowledged
  }, progressEveryMs)
  return () => {
    clearInterval(timer)
  }
}
