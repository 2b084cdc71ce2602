/** The edges of a graph, one index of a state in each list. */
export interface Edges {
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** Goes backwards from the goals, and marks every state from which one of them can be reached with a 1. */
export function statesThatReach(isGoal: readonly boolean[], { from, to }: Edges): Uint8Array {
  // The edges that lead into a state stand in one row: from rows[state] up to rows[state + 1].
  const rows = new Uint32Array(isGoal.length + 1)
  for (const state of to) rows[state + 1]! += 1
  for (let state = 0; state < isGoal.length; state += 1) rows[state + 1]! += rows[state]!
  const sources = new Uint32Array(to.length)
  const filled = rows.slice()
  to.forEach((state, edge) => {
    sources[filled[state]!] = from[edge]!
    filled[state]! += 1
  })

  const reaches = Uint8Array.from(isGoal, Number)
  const pending = [...isGoal.keys()].filter((state) => isGoal[state])
  for (let state = pending.pop(); state !== undefined; state = pending.pop()) {
    for (const source of sources.subarray(rows[state], rows[state + 1])) {
      if (reaches[source] === 1) continue
      reaches[source] = 1
      pending.push(source)
    }
  }
  return reaches
}
