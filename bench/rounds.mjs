import { summarize } from './statistics.mjs'

/**
 * Lets the contestants take turns, and starts each round with another one, so that what the machine does meanwhile
 * meets all of them alike.
 * @param measure - takes a contestant and gives its figures of one round, by name
 * @returns for each contestant, the figures of each round
 */
export async function playRounds(contestants, rounds, measure) {
  const figures = Object.fromEntries(contestants.map((name) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const name = contestants[(round + turn) % contestants.length]
      figures[name].push(await measure(name, round))
    }
  }
  return figures
}

/**
 * Sums up the rounds: each figure, and its ratios to those of the references in the same round.
 * @param references - for each name of a reference, a function that says which contestant it is for another one
 * @param absolute - the figures that ratios would say nothing of
 */
export function compare(figures, references, absolute = []) {
  const results = Object.entries(figures).map(([name, rounds]) => {
    const summary = Object.keys(rounds[0]).map((figure) => {
      const compared = absolute.includes(figure) ? [] : Object.entries(references)
      const ratios = compared.map(([reference, contestantFor]) => [
        reference,
        summarizeRatios(rounds, figures[contestantFor(name)], figure),
      ])
      const measured = summarize(rounds.map((round) => round[figure]))
      return [figure, { ...measured, ratios: Object.fromEntries(ratios) }]
    })
    return [name, Object.fromEntries(summary)]
  })
  return Object.fromEntries(results)
}

function summarizeRatios(rounds, reference, figure) {
  return summarize(rounds.map((round, index) => round[figure] / reference[index][figure]))
}
