/** The time in ms by CLOCK_MONOTONIC, which all processes of a Linux machine share, and which nobody sets. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
