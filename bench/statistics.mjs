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

/** The slope of the line that fits best by least squares, and its standard error. */
export function fitSlope(xs, ys) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [middleX, middleY] = [mean(xs), mean(ys)]
  const spread = xs.reduce((sum, x) => sum + (x - middleX) ** 2, 0)
  const slope = xs.reduce((sum, x, index) => sum + (x - middleX) * (ys[index] - middleY), 0) / spread
  const misses = xs.map((x, index) => ys[index] - middleY - slope * (x - middleX))
  const variance = misses.reduce((sum, miss) => sum + miss ** 2, 0) / (xs.length - 2)
  return { slope: significant(slope), standardError: significant(Math.sqrt(variance / spread)) }
}

// More digits than the spread supports would make each run's file another one.
function significant(value) {
  return Number(value.toPrecision(4))
}
