/** The value that this share of the sorted values lies below, between two of them where it has to be. */
function quantile(sorted, share) {
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]
  return below + (sorted[Math.ceil(position)] - below) * (position % 1)
}

/** The median, and the quartiles, between which half of the values lie. */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return {
    median: significant(quantile(sorted, 0.5)),
    quartiles: [significant(quantile(sorted, 0.25)), significant(quantile(sorted, 0.75))],
  }
}

/** What a share of all values stays below, such as 0.99. */
export function percentile(values, share) {
  return quantile(Float64Array.from(values).sort(), share)
}

/** The slope of the line that fits points `[x, y]` best by least squares, and its standard error. */
export function fitSlope(points) {
  const sum = (valueOf) => points.reduce((total, [x, y]) => total + valueOf(x, y), 0)
  const middleX = sum((x) => x) / points.length
  const middleY = sum((x, y) => y) / points.length
  const spread = sum((x) => (x - middleX) ** 2)
  const slope = sum((x, y) => (x - middleX) * (y - middleY)) / spread
  const missed = sum((x, y) => (y - middleY - slope * (x - middleX)) ** 2)
  const standardError = Math.sqrt(missed / (points.length - 2) / spread)
  return { slope: significant(slope), standardError: significant(standardError) }
}

// More digits than the spread supports would make each run's file another one.
function significant(value) {
  return Number(value.toPrecision(4))
}
