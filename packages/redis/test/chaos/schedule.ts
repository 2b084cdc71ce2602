import { Random } from './random.js'

/** What may befall a part of the world. */
export type FaultKind = (typeof kinds)[number]['kind']

/** One fault of a schedule. */
export interface Fault {
  readonly kind: FaultKind
  /** What it befalls, which has one fault of its kind or of a kindred one at a time. */
  readonly place: string
  /** Which worker, or which worker's way to Redis. */
  readonly slot: number
  /** From the start, in ms. */
  readonly at: number
  /** How long it lasts, in ms. */
  readonly ms: number
  /** Of a latency, in each direction. */
  readonly latencyMs: number
}

/** How many workers there are. */
export const slots = 3

// A killed worker takes this long to be replaced, about.
const replacementMs = 3000

const kinds = [
  { kind: 'worker killed', weight: 3, place: 'worker', ms: [replacementMs, replacementMs] },
  { kind: 'worker stopped', weight: 5, place: 'worker', ms: [200, 4000] },
  { kind: 'Redis killed', weight: 3, place: 'Redis', ms: [0, 1500] },
  { kind: 'Redis stopped', weight: 4, place: 'Redis', ms: [100, 1500] },
  { kind: 'partition', weight: 5, place: 'network', ms: [50, 3000] },
  { kind: 'connections refused', weight: 3, place: 'network', ms: [50, 1500] },
  { kind: 'latency', weight: 5, place: 'latency', ms: [500, 4000] },
  { kind: 'reply to a claim lost', weight: 6, place: 'replies', ms: [0, 0] },
  { kind: 'reply to a settlement lost', weight: 6, place: 'replies', ms: [0, 0] },
] as const

const troubleMs = 14_000
const quietMs = 4000

/**
 * Decides what happens when. Kinds are dealt like cards, first one of each and then by their weights, so that each
 * comes in its share. Between times of trouble, in which faults coincide, are quiet ones.
 */
export function scheduleOf(seed: number, durationMs: number): Fault[] {
  const random = new Random(seed, 'schedule')
  const busyUntil = new Map<string, number>()
  const faults: Fault[] = []
  let deck = random.shuffle(kinds)
  for (let at = random.between(500, 1500); at < durationMs; at += random.between(100, 1500)) {
    if (at % (troubleMs + quietMs) > troubleMs) continue
    if (deck.length === 0)
      deck = random.shuffle(kinds.flatMap((kind) => Array<typeof kind>(kind.weight).fill(kind)))
    const [card, ...rest] = deck
    if (card === undefined) break
    deck = rest
    const [least, most] = card.ms
    const ms = random.between(least, most)
    const latencyMs = random.between(5, 150)
    const free = random
      .shuffle([...Array(slots).keys()])
      .map((slot) => ({ slot, place: placeOf(card.place, slot) }))
    const found = free.find(({ place }) => at >= (busyUntil.get(place) ?? 0))
    if (found === undefined) continue
    busyUntil.set(found.place, at + ms)
    faults.push({ kind: card.kind, ...found, at, ms, latencyMs })
  }
  return faults
}

function placeOf(place: string, slot: number): string {
  return place === 'Redis' ? place : `${place} ${slot}`
}
