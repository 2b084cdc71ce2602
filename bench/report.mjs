function spread({ median, quartiles: [low, high] }) {
  return `${format(median)} (${format(low)} to ${format(high)})`
}

function format(value) {
  if (value >= 100) return value.toFixed(0)
  return value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

function printContestant(name, { median, ratios }) {
  const compared = Object.entries(ratios).map(([reference, ratio]) => `   x ${reference} ${spread(ratio)}`)
  console.log(`    ${name.padEnd(28)}${format(median).padStart(10)}${compared.join('')}`)
}

/** Prints each figure of each contestant: the median, and the ratios with the range that half of the rounds lie in. */
export function printResults(title, groups) {
  for (const [group, results] of Object.entries(groups)) {
    console.log(`\n${title}, ${group}: medians, and ratios with the range of half of the rounds`)
    for (const figure of Object.keys(Object.values(results)[0])) {
      console.log(`  ${figure}`)
      for (const [name, result] of Object.entries(results)) printContestant(name, result[figure])
    }
  }
}

/** Prints how the memory of each contestant went over the slices, and what each request added in their second half. */
export function printMemory(title, memory) {
  console.log(`\n${title}, memory: MB after each slice, and bytes a request over the second half of them`)
  for (const figure of Object.keys(Object.values(memory)[0])) {
    console.log(`  ${figure}`)
    for (const [name, result] of Object.entries(memory)) {
      const { bytesARequest, bytesAfterRequests } = result[figure]
      const growth = `${bytesARequest.slope.toFixed(2)} ± ${bytesARequest.standardError.toFixed(2)}`
      const course = Object.values(bytesAfterRequests).map(megabytes).join(' ')
      console.log(`    ${name.padEnd(28)}${growth.padStart(18)}   ${course}`)
    }
  }
}

function megabytes(bytes) {
  return (bytes / 2 ** 20).toFixed(1)
}
