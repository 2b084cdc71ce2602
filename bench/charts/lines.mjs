import { colours, escapeText, frame, headHeight, width } from './frame.mjs'

const plot = { left: 64, right: width - 230, top: headHeight + 8, bottom: 300 }
const height = 346
const labelHeight = 17

// Round numbers from nought on, about five of them, the last not below the largest value.
function ticksTo(largest) {
  const power = 10 ** Math.floor(Math.log10(largest / 5))
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => largest / each <= 5)
  return Array.from({ length: Math.ceil(largest / step) + 1 }, (_, index) => index * step)
}

function grid(xTicks, yTicks, x, y) {
  const rows = yTicks.map(
    (value) =>
      `<path d="M${plot.left} ${y(value)}H${plot.right}" stroke="${colours.grid}"/>` +
      `<text x="${plot.left - 8}" y="${y(value) + 4}" text-anchor="end">${value.toLocaleString('en')}</text>`,
  )
  const columns = xTicks.map(
    (value) =>
      `<text x="${x(value)}" y="${plot.bottom + 18}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
  )
  return `<g fill="${colours.muted}" font-size="12">\n${[...rows, ...columns].join('\n')}\n</g>`
}

// Labels of lines that end close together are moved apart, from the bottom up.
function labelHeights(lines, y) {
  const heights = new Map()
  let lowest = plot.bottom
  for (const line of [...lines].sort((a, b) => a.points.at(-1)[1] - b.points.at(-1)[1])) {
    lowest = Math.min(y(line.points.at(-1)[1]), lowest)
    heights.set(line, lowest)
    lowest -= labelHeight
  }
  return heights
}

/**
 * Draws lines over one axis from nought on.
 * @param lines - `label`, `colour`, and `points`, each `[x, y]`
 */
export function drawLines({ title, subtitle, xName, lines }) {
  const every = lines.flatMap(({ points }) => points)
  const [xTicks, yTicks] = [0, 1].map((axis) => ticksTo(Math.max(...every.map((point) => point[axis]))))
  const x = (value) => round(plot.left + (value / xTicks.at(-1)) * (plot.right - plot.left))
  const y = (value) => round(plot.bottom - (value / yTicks.at(-1)) * (plot.bottom - plot.top))
  const heights = labelHeights(lines, y)
  const drawn = lines.map((line) => {
    const points = line.points.map(([across, up]) => `${x(across)},${y(up)}`).join(' ')
    return [
      `<polyline points="${points}" fill="none" stroke="${line.colour}" stroke-width="2"/>`,
      `<text x="${x(line.points.at(-1)[0]) + 8}" y="${heights.get(line) + 4}" fill="${line.colour}">${escapeText(line.label)}</text>`,
    ].join('\n')
  })
  const axisName = `<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 36}" text-anchor="middle" font-size="12" fill="${colours.muted}">${escapeText(xName)}</text>`
  const content = [grid(xTicks, yTicks, x, y), axisName, ...drawn].join('\n')
  return frame({ title, subtitle, height, content })
}

function round(value) {
  return Math.round(value * 10) / 10
}
